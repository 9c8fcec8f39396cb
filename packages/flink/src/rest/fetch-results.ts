import { type LivenessClock, pause } from '@millrace/kernel'
import type { FastifyReply } from 'fastify'
import type { Gateway } from '../gateway/gateway.ts'
import type { Fetched } from '../gateway/operation.ts'
import { type SqlType, printed } from '@millrace/sql'
import { jsonValue } from '../results/json-row.ts'
import { logicalType } from '../results/logical-type.ts'
import { FETCH, serverSide } from './exception.ts'

export const ROW_FORMATS = ['JSON', 'PLAIN_TEXT'] as const
export type RowFormat = (typeof ROW_FORMATS)[number]

const KINDS = ['INSERT', 'UPDATE_BEFORE', 'UPDATE_AFTER', 'DELETE'] as const

/** An answer may wait so long for rows or the end: whoever fetches in a loop needs fewer calls. */
const WAIT_MS = 100
const LOOK_MS = 5

export interface FetchRequest {
  /** `/v3` */
  readonly prefix: string
  readonly session: string
  readonly operation: string
  readonly token: number
  readonly rowFormat: RowFormat
}

/** GET …/operations/{operation}/result/{token}: NOT_READY, PAYLOAD (it may be empty) or EOS. */
export async function fetchResults(
  gateway: Gateway,
  liveness: LivenessClock,
  request: FetchRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { session, operation, token, prefix, rowFormat } = request
  try {
    const found = gateway.session(session).operation(operation)
    const until = liveness.now() + WAIT_MS
    while (!found.hasMore(token) && liveness.now() < until) await pause(liveness, LOOK_MS)
    const fetched = found.fetch(token)
    const uri = (next: number): string => {
      const query = prefix === '/v1' ? '' : `?rowFormat=${rowFormat}`
      return `${prefix}/sessions/${session}/operations/${operation}/result/${next}${query}`
    }
    if (fetched === undefined) return await reply.send({ resultType: 'NOT_READY', nextResultUri: uri(token) })
    return await reply.send(pageBody(fetched, rowFormat, uri))
  } catch (error) {
    return serverSide(reply, FETCH, error, operation)
  }
}

function pageBody({ result, page }: Fetched, rowFormat: RowFormat, uri: (next: number) => string): object {
  const value = (given: unknown, type: SqlType): unknown => {
    return rowFormat === 'JSON' ? jsonValue(given, type) : printed(given, type, result.zone)
  }
  const types = result.columns.map(({ type }) => type)
  const data = page.changes.map(([kind, row]) => {
    return { kind: KINDS[kind], fields: types.map((type, at) => value(row[at], type)) }
  })
  const columns = result.columns.map(({ name, type }) => ({ name, logicalType: logicalType(type), comment: null }))
  return {
    resultType: page.type,
    isQueryResult: result.isQuery,
    ...(result.jobId === undefined ? {} : { jobID: result.jobId }),
    resultKind: result.resultKind,
    results: { columns, rowFormat, data },
    ...(page.next === undefined ? {} : { nextResultUri: uri(page.next) }),
  }
}
