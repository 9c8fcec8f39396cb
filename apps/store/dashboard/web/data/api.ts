import { ask, request } from '@millrace/ui'

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Rows that match, on this page or not. */
  readonly total: number
}

/** @throws ApiError also when nothing answers, with status 0. */
export const read = <T>(path: string, signal: AbortSignal): Promise<T> => request<T>(path, { signal })

export async function readPage<Row>(path: string, signal: AbortSignal): Promise<Page<Row>> {
  const answer = await ask(path, { signal })
  const rows = (await answer.json()) as readonly Row[]
  return { rows, total: Number(answer.headers.get('x-total-count') ?? rows.length) }
}

/** @param key makes it safe to send the same form again */
export const create = <T>(plural: string, body: object, key: string): Promise<T> =>
  request<T>(`/api/${plural}`, { method: 'POST', body, key })

export async function remove(plural: string, id: string): Promise<void> {
  await ask(`/api/${plural}/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

/** Decimals of the wire as whole minor units. */
export const cents = (amount: number): number => Math.round(amount * 100)
