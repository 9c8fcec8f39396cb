import { type Random, below, seededRandom } from '@millrace/kernel'
import {
  type Change,
  DELETE,
  Graph,
  INSERT,
  KIND_SYMBOLS,
  type OperatorFactory,
  type Row,
  adds,
  collect,
  rowKey,
} from '../src/index.ts'
import { expect } from 'vitest'

/** What an operator gives for changes of its inputs, one after the other. */
export function run(factory: OperatorFactory, changes: readonly (Change & { input?: number })[], inputs = 1): Change[] {
  const given: Change[] = []
  const { graph, sources } = graphOf(factory, inputs, (change) => void given.push(change))
  for (const { kind, row, input = 0 } of changes) graph.push(sources[input] as number, kind, row)
  return given
}

export function graphOf(factory: OperatorFactory, inputs: number, receive: (change: Change) => void) {
  const graph = new Graph()
  const pass: OperatorFactory = (output) => ({ change: (kind, row) => output.change(kind, row) })
  const sources = Array.from({ length: inputs }, (_, at) => graph.add(`source ${at}`, [], pass))
  const node = graph.add('operator', sources, factory)
  graph.add(
    'collect',
    [node],
    collect((kind, row) => receive({ kind, row })),
  )
  return { graph, sources }
}

export const lines = (changes: readonly Change[]): string[] =>
  changes.map(({ kind, row }) => `${KIND_SYMBOLS[kind]} ${row.join(' ')}`)

/** The rows that a changelog leaves, in order. A row below zero is a mistake of whoever gave it. */
export function table(changes: readonly Change[]): string[] {
  const counts = new Map<string, [Row, number]>()
  for (const { kind, row } of changes) {
    const [, count] = counts.get(rowKey(row)) ?? [row, 0]
    counts.set(rowKey(row), [row, count + (adds(kind) ? 1 : -1)])
    expect(counts.get(rowKey(row))?.[1], `rows of ${row.join(' ')}`).toBeGreaterThanOrEqual(0)
  }
  return [...counts.values()]
    .flatMap(([row, count]) => Array.from({ length: count }, () => JSON.stringify(row)))
    .toSorted()
}

/** Random additions and removals of rows that are there: small values, so that they meet. */
export function randomChanges(random: Random, length: number, inputs = 1): (Change & { input: number })[] {
  const held: Row[][] = Array.from({ length: inputs }, () => [])
  return Array.from({ length }, () => {
    const input = below(random, inputs)
    const rows = held[input] as Row[]
    if (rows.length > 0 && below(random, 3) === 0) {
      const [row] = rows.splice(below(random, rows.length), 1)
      return { kind: DELETE, row: row as Row, input }
    }
    const row = [`k${below(random, 4)}`, below(random, 5)]
    rows.push(row)
    return { kind: INSERT, row, input }
  })
}

/** The rows of one input that a sequence of changes leaves. */
export function rowsOf(changes: readonly (Change & { input?: number })[], input = 0): Row[] {
  return table(changes.filter((change) => (change.input ?? 0) === input)).map((text) => JSON.parse(text) as Row)
}

/**
 * For many seeds: what is left of the operator's output is what `whole` computes of the input's rows, and a restart in
 * the middle changes nothing of what follows.
 */
export function equalsRecomputation(
  factory: () => OperatorFactory,
  inputs: number,
  whole: (...rows: Row[][]) => Row[],
): void {
  for (let seed = 1; seed <= 60; seed++) {
    const changes = randomChanges(seededRandom(seed), 60, inputs)
    const given = withRestart(factory, changes, inputs)
    const expected = whole(...Array.from({ length: inputs }, (_, at) => rowsOf(changes, at)))
    expect(table(given), `seed ${seed}`).toEqual(expected.map((row) => JSON.stringify(row)).toSorted())
  }
}

function withRestart(
  factory: () => OperatorFactory,
  changes: readonly (Change & { input: number })[],
  inputs: number,
): Change[] {
  const given: Change[] = []
  const first = graphOf(factory(), inputs, (change) => void given.push(change))
  const second = graphOf(factory(), inputs, (change) => void given.push(change))
  changes.forEach(({ kind, row, input }, at) => {
    if (at === 30)
      second.graph.restore(JSON.parse(JSON.stringify(first.graph.snapshot(), mapsAsPairs), pairsAsMaps) as unknown[])
    const { graph, sources } = at < 30 ? first : second
    graph.push(sources[input] as number, kind, row)
  })
  return given
}

const mapsAsPairs = (_: string, value: unknown): unknown => {
  if (value instanceof Map) return { $map: [...value] }
  return typeof value === 'number' && !Number.isFinite(value) ? { $number: String(value) } : value
}
const pairsAsMaps = (_: string, value: unknown): unknown => {
  const { $map: pairs, $number: number } = (value ?? {}) as { $map?: [unknown, unknown][]; $number?: string }
  if (pairs !== undefined) return new Map(pairs)
  return number === undefined ? value : Number(number)
}
