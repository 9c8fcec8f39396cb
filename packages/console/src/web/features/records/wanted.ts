import type { BrowseWanted } from '../../api/records.ts'

/** What the records page keeps in its URL. */
export interface RecordSearch {
  mode?: string
  key?: string
  filter?: string
  partition?: string
  order?: string
  from?: string
  until?: string
  record?: string
}

/** The key's field and the free filter as one filter of the API. */
export function filterOf({ key, filter }: Pick<RecordSearch, 'key' | 'filter'>): string | undefined {
  const parts = [
    ...(key === undefined ? [] : [`@key = ${quoted(key)}`]),
    ...(filter === undefined ? [] : [key === undefined ? filter : `(${filter})`]),
  ]
  return parts.length === 0 ? undefined : parts.join(' and ')
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

/** The page's URL as what the API is asked for. */
export function wantedOf(search: RecordSearch): BrowseWanted {
  const filter = filterOf(search)
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(search.partition === undefined ? {} : { partitions: search.partition }),
    ...(search.order === 'oldest' ? { order: 'oldest' } : {}),
    ...(search.from === undefined ? {} : { from: search.from }),
    ...(search.until === undefined ? {} : { until: search.until }),
  }
}

export interface Place {
  partition: number
  offset: number
}

/** `2:1045`: a record's place in the URL. */
export function placeOf(text: string | undefined): Place | undefined {
  const match = /^(\d{1,6}):(\d{1,16})$/.exec(text ?? '')
  return match === null ? undefined : { partition: Number(match[1]), offset: Number(match[2]) }
}

export const placeText = ({ partition, offset }: Place) => `${partition}:${offset}`

/** What a `datetime-local` field holds, in the reader's zone, as `time:<ms>`; undefined while it is incomplete. */
export function timeBound(text: string): string | undefined {
  const at = new Date(text).getTime()
  return Number.isNaN(at) ? undefined : `time:${at}`
}

/** `time:<ms>` as a `datetime-local` field shows it. */
export function boundAsLocal(bound: string | undefined): string {
  const match = /^time:(\d+)$/.exec(bound ?? '')
  if (match === null) return ''
  const date = new Date(Number(match[1]))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

export function boundAsOffset(bound: string | undefined): string {
  return /^offset:(\d+)$/.exec(bound ?? '')?.[1] ?? ''
}
