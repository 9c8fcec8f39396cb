import { text } from '@millrace/client'
import fc from 'fast-check'
import { tempDir } from '@millrace/testkit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { numberCodec } from '../testing/number-codec.ts'
import { diskState } from '../state/disk-state.ts'
import { LayeredStore, nameOf } from './store.ts'

const spec = { key: text(), value: numberCodec }
const place = { id: 'app', partition: 0, topicId: 't' }
const byName = (key: string): string => nameOf(spec, key)

/** Where what is committed may lie: the stores on it promise the same. */
const STATES = {
  memory: () => Promise.resolve(undefined),
  disk: async () => {
    const folder = tempDir('disk-state-')
    const state = await diskState(folder.path).open({ ...place, store: uniqueName() }, spec, byName)
    onTestFinished(() => {
      state?.close()
      folder.remove()
    })
    return state
  },
} as const

let drawn = 0
const uniqueName = (): string => `store-${drawn++}`
const listOf = (store: { entries(): Iterable<readonly [string, number]> }) => new Map(store.entries())
const stored = (key: string, value: string | null) => ({
  topic: 'log',
  partition: 0,
  offset: 0,
  timestamp: 0,
  key: Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers: [],
})

describe.each(Object.entries(STATES))('a store in %s', (_, state) => {
  const newStore = async () => new LayeredStore(spec, await state())

  it('shows a record its own changes, and others only what is committed', async () => {
    const store = await newStore()
    store.set('a', 1)
    expect(store.get('a')).toBe(1)
    store.keepRecord()
    expect(store.committed.get('a')).toBeUndefined()
    store.keepTransaction()
    expect(store.committed.get('a')).toBe(1)
  })

  it('drops what a record changed when it came to nothing', async () => {
    const store = await newStore()
    store.set('a', 1)
    store.keepRecord()
    store.set('a', 2)
    store.delete('b')
    store.dropRecord()
    expect(listOf(store)).toEqual(new Map([['a', 1]]))
  })

  it('gives each entry once, as it was, to whoever changes them meanwhile', async () => {
    const store = await newStore()
    store.set('a', 1)
    store.keepRecord()
    store.keepTransaction()
    store.set('b', 2)
    store.keepRecord()
    store.set('c', 3)
    const seen: unknown[] = []
    for (const [key, value] of store.entries()) {
      seen.push([key, value])
      if (seen.length > 9) break
      store.set(key, value + 10)
      store.set(`${key}+`, value)
    }
    expect(seen).toEqual(Object.entries({ a: 1, b: 2, c: 3 }))
    expect(listOf(store)).toEqual(new Map(Object.entries({ a: 11, b: 12, c: 13, 'a+': 1, 'b+': 2, 'c+': 3 })))
  })

  it('writes each changed key once, the removed ones as tombstones', async () => {
    const store = await newStore()
    store.set('a', 1)
    store.keepRecord()
    store.set('a', 2)
    store.delete('b')
    store.keepRecord()
    const changes = store
      .changes('log', 3)
      .map(({ key, value, partition }) => [String(key), value === null ? null : String(value), partition])
    expect(changes).toEqual([
      ['a', '2', 3],
      ['b', null, 3],
    ])
    store.keepTransaction()
    expect(store.changes('log', 3)).toEqual([])
  })

  it('is restored from its changelog, and refuses to guess', async () => {
    const store = await newStore()
    store.restore([stored('a', '1'), stored('b', '2')])
    store.restore([stored('a', null)])
    expect(listOf(store.committed)).toEqual(new Map([['b', 2]]))
    expect(() => store.restore([stored('c', 'x')])).toThrow(expect.objectContaining({ code: 'CHANGELOG_UNREADABLE' }))
  })

  it('behaves as a map whatever is set, deleted, kept and dropped', async () => {
    const key = fc.constantFrom('a', 'b', 'c')
    const step = fc.oneof(
      fc.record({ do: fc.constant('set' as const), key, value: fc.nat() }),
      fc.record({ do: fc.constant('delete' as const), key }),
      fc.record({ do: fc.constantFrom('keepRecord' as const, 'dropRecord' as const, 'keepTransaction' as const) }),
    )
    const store = await newStore()
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        store.clear()
        let [kept, now] = [new Map<string, number>(), new Map<string, number>()]
        for (const each of steps) {
          if (each.do === 'set') {
            store.set(each.key, each.value)
            now.set(each.key, each.value)
          } else if (each.do === 'delete') {
            store.delete(each.key)
            now.delete(each.key)
          } else if (each.do === 'dropRecord') {
            store.dropRecord()
            now = new Map(kept)
          } else {
            store.keepRecord()
            if (each.do === 'keepTransaction') store.keepTransaction()
            kept = new Map(now)
          }
          expect(listOf(store)).toEqual(now)
        }
        store.dropRecord()
        store.keepTransaction()
      }),
      { numRuns: 50 },
    )
  })
})
