import { seededRandom, virtualClocks, type ServicePorts } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { Positions } from '../view/positions.ts'
import { SnapshotKeeper, type Present } from './keeper.ts'
import type { SnapshotStore } from './snapshot-options.ts'

const DAY_MS = 86_400_000
const topics = [{ name: 't', id: 'first', partitions: 1 }]
const at = (offset: number): Positions => Positions.of([{ topic: 't', partition: 0, offset }])
const present = (more: Partial<Present> = {}): Present => ({ topics, earliest: at(0), latest: at(10), ...more })

async function saved() {
  const files = new Map<string, Buffer>()
  const store: SnapshotStore = {
    read: (name) => Promise.resolve(files.get(name)),
    write: (name, parts) => Promise.resolve(void files.set(name, Buffer.concat([...parts]))),
    remove: (name) => Promise.resolve(void files.delete(name)),
  }
  const warnings: object[] = []
  const note = (fields: object): void => void warnings.push(fields)
  const log = { debug: note, info: note, warn: note, error: note }
  const clocks = virtualClocks(1000)
  const ports: ServicePorts = { clocks, random: seededRandom(1), log }
  const keeper = (version = 1) =>
    new SnapshotKeeper<number[]>(
      'v',
      { store, version, save: (state) => state, load: (items) => [...items] as number[] },
      ports,
    )
  let encoded = 0
  await keeper().save([1, 2, 3], at(5), topics, () => encoded++)
  expect(encoded).toBe(1)
  return { files, keeper, clocks, warnings }
}

it('restores state and positions', async () => {
  const { keeper } = await saved()
  const restored = await keeper().restore(present())
  expect(restored?.state).toEqual([1, 2, 3])
  expect(restored?.positions.list()).toEqual(at(5).list())
})

it.each([
  ['the topic is another by the same name', present({ topics: [{ name: 't', id: 'second', partitions: 1 }] })],
  ['the topic got more partitions', present({ topics: [{ name: 't', id: 'first', partitions: 2 }] })],
  ['the topic no longer holds what came after it', present({ earliest: at(6) })],
  ['the topic ends before it', present({ latest: at(4) })],
])('is not used when %s', async (_why, now) => {
  const { keeper, warnings } = await saved()
  expect(await keeper().restore(now)).toBeUndefined()
  expect(warnings).toEqual([expect.objectContaining({ view: 'v', reason: expect.any(String) })])
})

it('is not used by another version of the app, when it is too old, or when it is damaged', async () => {
  const { keeper, clocks, files } = await saved()
  expect(await keeper(2).restore(present())).toBeUndefined()
  files.get('v')?.fill(0, 20, 24)
  expect(await keeper().restore(present())).toBeUndefined()
  const other = await saved()
  await other.clocks.domain.advance(DAY_MS)
  expect(await other.keeper().restore(present())).toBeUndefined()
  files.clear()
  expect(await keeper().restore(present())).toBeUndefined()
  expect(clocks.domain.now()).toBe(1000)
})
