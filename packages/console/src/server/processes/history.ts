import { Refusal } from '@millrace/kernel'
import type { ConsoleOptions } from '../options.ts'
import { type Passed, forward } from '../upstream/forward.ts'
import { engineOf } from './engine.ts'

/** An answer of a search, and how many events of the engine it has not seen yet. */
export interface Found<T> {
  readonly items: T[]
  readonly total: number
  readonly hasMore: boolean
  readonly cursor?: string
  readonly behind: number
}

interface Answer<T> {
  readonly items: T[]
  readonly page: { readonly totalItems: number; readonly hasMoreTotalItems?: boolean; readonly endCursor?: string }
}

/** The header by which our history says how many events it has not seen; another's answers have none. */
const BEHIND = 'millrace-events-behind'

/**
 * `POST /v2/<path>`, where the path is `<resource>/search` or one of the statistics.
 *
 * @throws Refusal NO_ENGINE, NO_HISTORY, HISTORY_UNREACHABLE, or with the code of the search
 */
export async function searchHistory<T>(options: ConsoleOptions, path: string, body: object): Promise<Found<T>> {
  const passed = { method: 'POST', path: `/v2/${path}`, body: JSON.stringify(body) }
  const { body: answer, headers } = await asked(options, passed)
  const { items, page } = answer as Answer<T>
  return {
    items,
    total: page.totalItems,
    hasMore: page.hasMoreTotalItems === true,
    behind: Number(headers[BEHIND] ?? 0),
    ...(page.endCursor === undefined ? {} : { cursor: page.endCursor }),
  }
}

/** `GET /v2/<path>`, as JSON or as a text. @throws as `searchHistory` */
export async function readHistory(options: ConsoleOptions, path: string, as: 'json' | 'text'): Promise<unknown> {
  return (await asked(options, { method: 'GET', path: `/v2/${path}`, as })).body
}

async function asked(options: ConsoleOptions, passed: Passed) {
  const { search } = engineOf(options)
  if (search === undefined) {
    const text = 'This engine is reached without its history (ZEEBE_REST_ADDRESS): one can act, but not look'
    throw new Refusal('NO_HISTORY', text)
  }
  const upstream = {
    url: search,
    name: 'the history of processes',
    key: options.upstreamKey,
    unreachable: 'HISTORY_UNREACHABLE',
  } as const
  const answer = await forward(upstream, passed)
  if (answer.status < 400) return answer
  const { code, detail } = told(answer.body)
  const text = detail ?? `the history of processes answered ${answer.status}`
  throw new Refusal(answer.status >= 500 ? 'HISTORY_UNREACHABLE' : (code ?? 'INVALID_SEARCH'), text)
}

function told(body: unknown): { readonly code?: string; readonly detail?: string } {
  if (typeof body === 'object' && body !== null) return body
  // A text is wanted of some paths; what is refused is JSON all the same.
  try {
    return typeof body === 'string' ? (JSON.parse(body) as { code?: string; detail?: string }) : {}
  } catch {
    return {}
  }
}
