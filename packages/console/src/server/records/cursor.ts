import { Refusal } from '@millrace/kernel'

/** `0:1200,3:88`: an offset for each partition, as it stands in a URL and in an event's id. */
export function cursorText(positions: ReadonlyMap<number, number>): string {
  return [...positions].map(([partition, offset]) => `${partition}:${offset}`).join(',')
}

/** @throws Refusal BAD_INPUT when the text is no cursor */
export function parseCursor(text: string): Map<number, number> {
  if (!/^\d{1,6}:\d{1,16}(,\d{1,6}:\d{1,16}){0,999}$/.test(text))
    throw new Refusal('BAD_INPUT', 'cursor: must be the one that the page before gave, like 0:1200,1:88')
  return new Map(text.split(',').map((pair) => pair.split(':').map(Number) as [number, number]))
}

/** `0,3` as numbers. */
export function parsePartitions(text: string | undefined): number[] | undefined {
  return text === undefined ? undefined : [...new Set(text.split(',').map(Number))]
}
