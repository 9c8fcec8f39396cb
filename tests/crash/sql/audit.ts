import type { Content } from './topic-content.ts'

/** What the topics of the jobs hold. */
export type Topics = Readonly<Record<string, readonly Content[]>>

const SECOND_MS = 1000
const text = (value: unknown): string => String(value)
const of = (topics: Topics, name: string): readonly Content[] => topics[name] ?? []

/** Rows of output that the inputs must give in the end, by topic. */
export function expectedSizes(topics: Topics): Readonly<Record<string, number>> {
  const { windows, pairs } = { windows: expectedWindows(topics), pairs: expectedPairs(topics) }
  return { counts: of(topics, 'words').length, seconds: windows.size, pairs: pairs.length }
}

/** Every update of a count is one more than the one before it; the sums are those of the records. */
export function countFailures(topics: Topics): string[] {
  const failures: string[] = []
  const last = new Map<string, { readonly c: number; readonly total: number }>()
  for (const { value } of of(topics, 'counts')) {
    const [word, c, total] = [text(value['word']), Number(value['c']), Number(value['total'])]
    const before = last.get(word)?.c ?? 0
    if (c !== before + 1) failures.push(`the count of ${word} went from ${before} to ${c}`)
    last.set(word, { c, total })
  }
  for (const [word, group] of Map.groupBy(of(topics, 'words'), ({ value }) => text(value['word']))) {
    const total = group.reduce((sum, { value }) => sum + Number(value['n']), 0)
    const found = last.get(word)
    if (found?.c !== group.length || found.total !== total) {
      failures.push(`${word} is counted ${found?.c} with sum ${found?.total}; there are ${group.length} with ${total}`)
    }
  }
  return failures
}

/** Every window that has ended is there once, with what its records say. */
export function windowFailures(topics: Topics): string[] {
  const expected = expectedWindows(topics)
  return differences(
    'window',
    [...expected].map(([name, { c, total }]) => `${name} ${c} ${total}`),
    of(topics, 'seconds').map(({ value }) => {
      return `${text(value['word'])} ${text(value['starts'])} ${text(value['c'])} ${text(value['total'])}`
    }),
  )
}

/** Every pair is there once. */
export function pairFailures(topics: Topics): string[] {
  return differences(
    'pair',
    expectedPairs(topics),
    of(topics, 'pairs').map(({ value }) => `${text(value['id'])}: ${text(value['l'])}, ${text(value['r'])}`),
  )
}

function expectedWindows(topics: Topics): Map<string, { readonly c: number; readonly total: number }> {
  const windows = new Map<string, { c: number; total: number }>()
  for (const { value, timestamp } of of(topics, 'ticks')) {
    // The last record only moves the watermark: its own window stays open.
    if (value['word'] === 'end') continue
    const name = `${text(value['word'])} ${timestamp - (timestamp % SECOND_MS)}`
    const { c, total } = windows.get(name) ?? { c: 0, total: 0 }
    windows.set(name, { c: c + 1, total: total + Number(value['n']) })
  }
  return windows
}

function expectedPairs(topics: Topics): string[] {
  const rights = Map.groupBy(of(topics, 'rights'), ({ value }) => value['id'])
  return of(topics, 'lefts').flatMap(({ value: l }) => {
    return (rights.get(l['id']) ?? []).map(({ value: r }) => `${text(l['id'])}: ${text(l['v'])}, ${text(r['v'])}`)
  })
}

function differences(what: string, expected: readonly string[], found: readonly string[]): string[] {
  const counted = (rows: readonly string[]): Map<string, number> => {
    const counts = new Map<string, number>()
    for (const row of rows) counts.set(row, (counts.get(row) ?? 0) + 1)
    return counts
  }
  const [wanted, given] = [counted(expected), counted(found)]
  return [...new Set([...wanted.keys(), ...given.keys()])].flatMap((row) => {
    const [there, should] = [given.get(row) ?? 0, wanted.get(row) ?? 0]
    return there === should ? [] : [`${what} '${row}' is there ${there} times, and should be ${should} times`]
  })
}
