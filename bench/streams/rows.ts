/** What is measured: three topologies that are already fed, and a view that is built anew. */
export const ROWS = ['word count', 'stream-table join', 'windowed count', 'rebuild'] as const
export type RowName = (typeof ROWS)[number]

export const PARTITIONS = 4
export const WORDS_PER_LINE = 4
const WORDS = 5000
const SKUS = 10_000
const CLICKERS = 2000
/** Of the windows, and how far apart clicks lie: some 60 windows in all. */
export const WINDOW_MS = 10_000

/** Names of the topics of a row, and how much of the input counts. */
export interface Feed {
  readonly input: string
  readonly table: string
  readonly output: string
}

export const feedOf = (row: RowName): Feed => {
  const name = `bench-${row.replaceAll(' ', '-')}`
  return { input: name, table: `${name}-table`, output: `${name}-output` }
}

/** A record of a row's input. */
export interface Fed {
  readonly key: string
  readonly value: string
  readonly timestamp: number
}

/** Spreads numbers over a range, the same in each run. */
const spread = (n: number, range: number): number => ((n * 2_654_435_761) >>> 0) % range

const BASE_MS = Math.floor(Date.now() / WINDOW_MS) * WINDOW_MS - 3_600_000
const PADDING = 'x'.repeat(60)

const line = (n: number): string =>
  Array.from({ length: WORDS_PER_LINE }, (_, at) => `word${spread(n * WORDS_PER_LINE + at, WORDS)}`).join(' ')

/** The nth record of a row's input. */
export const RECORD: Readonly<Record<RowName, (n: number) => Fed>> = {
  'word count': (n) => ({ key: `line${n}`, value: line(n), timestamp: BASE_MS + n }),
  'stream-table join': (n) => ({
    key: `sku${spread(n, SKUS)}`,
    value: `order ${n} ${PADDING}`,
    timestamp: BASE_MS + n,
  }),
  'windowed count': (n) => ({ key: `clicker${spread(n, CLICKERS)}`, value: PADDING, timestamp: BASE_MS + n }),
  rebuild: (n) => ({ key: `key${n}`, value: `value ${n} ${PADDING}`, timestamp: BASE_MS + n }),
}

/** The table that orders are joined with. */
export function* products(): Generator<Fed> {
  for (let n = 0; n < SKUS; n++) yield { key: `sku${n}`, value: `product ${n} ${PADDING}`, timestamp: BASE_MS - 1 }
}
