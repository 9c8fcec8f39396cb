import { text, topic } from '@millrace/client'
import { expect, it } from 'vitest'
import { topology, tumbling, type KTable, type Windowed } from '../index.ts'
import type { PartProcessor } from './part-processor.ts'
import { tableQuery } from './query.ts'

const clicks = topic({ name: 'clicks', key: text(), value: text() })
const counts = topology().stream(clicks).groupByKey().windowedBy(tumbling(60_000)).count({ name: 'counts' })
type Counts = KTable<Windowed<string>, number, unknown>

it.each<[what: string, table: Counts]>([
  ['a windowed table', counts],
  ['one that is filtered', counts.filter(() => true)],
  ['one that is mapped', counts.mapValues((count) => count)],
  ['one that is joined', counts.join(counts, (count) => count)],
  ['one that waits for the windows’ ends', counts.suppressUntilWindowCloses()],
])('finds the owner of an entry of %s by its key without the window', (_, table) => {
  const hashed: string[] = []
  const partitionOf = (key: Buffer): number => hashed.push(String(key))
  const processor = { partitions: [1] } as unknown as PartProcessor
  const owner = tableQuery(table, { processor, partitionOf }).owner({ key: 'abc', window: { start: 0, end: 60_000 } })
  expect(hashed).toEqual(['abc'])
  expect(owner).toEqual({ partition: 1, here: true })
})
