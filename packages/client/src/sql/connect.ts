import type { Environment, ServicePorts } from '@millrace/kernel'
import { z } from 'zod'
import { SqlRest } from './rest.ts'
import { type SqlSession, sqlSession } from './session.ts'
import { sqlSettings } from './settings.ts'

/** A Flink SQL Gateway, ours or a real one. */
export interface SqlGateway {
  readonly url: string
  /** @throws Fault SQL_GATEWAY_UNREACHABLE when nobody answers, or something else than a gateway. */
  info(): Promise<{ readonly productName: string; readonly version: string }>
  /** `properties` are as by SET: `{ 'pipeline.name': 'totals' }`. Close it: a gateway has room for a limited number. */
  session(name: string, properties?: Readonly<Record<string, string>>): Promise<SqlSession>
}

const info = z.object({ productName: z.string(), version: z.string() })
const opened = z.object({ sessionHandle: z.string() })

/**
 * The gateway that `FLINK_SQL_GATEWAY` names (`SqlSettings`). Nothing is asked yet.
 *
 * @throws Refusal INVALID_CONFIGURATION that names each wrong variable.
 */
export function connectSql(environment: Environment, { clocks }: Pick<ServicePorts, 'clocks'>): SqlGateway {
  const settings = sqlSettings(environment)
  const rest = new SqlRest(settings)
  return {
    url: settings.url,
    info: () => rest.call('GET', '/info', info),
    async session(sessionName, properties = {}) {
      const { sessionHandle } = await rest.call('POST', '/sessions', opened, { sessionName, properties })
      return sqlSession(rest, sessionHandle, clocks.liveness)
    },
  }
}
