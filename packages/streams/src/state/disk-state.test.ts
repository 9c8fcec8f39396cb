import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from '@millrace/client'
import { tempDir } from '@millrace/testkit'
import { expect, it, onTestFinished } from 'vitest'
import { numberCodec } from '../testing/number-codec.ts'
import { diskState } from './disk-state.ts'

const spec = { key: text(), value: numberCodec }
const place = { id: 'app', store: 'counts', partition: 3, topicId: 'first' }
const byName = (key: string): string => key
const mark = { position: 42, at: 1000 }

function newFolder(): string {
  const folder = tempDir('disk-state-')
  onTestFinished(() => folder.remove())
  return folder.path
}

async function open(folder: string, where = place) {
  const state = await diskState(folder).open(where, spec, byName)
  if (state === undefined) throw new Error('it is to be on disk')
  onTestFinished(() => state.close())
  return state
}

const fileIn = (folder: string): string => join(folder, 'app', 'counts-3.sqlite')

it('has after a restart what was applied, and how far it is whole', async () => {
  const folder = newFolder()
  const before = await open(folder)
  before.apply([['a', ['a', 1]]], mark)
  before.apply([
    ['b', ['b', 2]],
    ['a', ['a']],
  ])
  before.close()
  const after = await open(folder)
  expect(after.mark).toEqual(mark)
  expect([...after.entries()]).toEqual([['b', ['b', 2]]])
  expect(after.get('a', 'a')).toBeUndefined()
})

it('applies all of a transaction or nothing', async () => {
  const state = await open(newFolder())
  state.apply([['a', ['a', 1]]], mark)
  const broken = new Error('half-way')
  function* failing(): Generator<readonly [string, readonly [string, number]]> {
    yield ['a', ['a', 2]]
    throw broken
  }
  expect(() => state.apply(failing(), { position: 43, at: 1001 })).toThrow(broken)
  expect(state.get('a', 'a')).toEqual(['a', 1])
  expect(state.mark).toEqual(mark)
})

it('gives more entries than a page, in the order of their keys', async () => {
  const state = await open(newFolder())
  const keys = Array.from({ length: 1500 }, (_, n) => `key-${String(n).padStart(5, '0')}`)
  state.apply(keys.toReversed().map((key, n) => [key, [key, n]] as const))
  expect([...state.entries()].map(([name]) => name)).toEqual(keys)
})

it('begins anew with a changelog that was made anew', async () => {
  const folder = newFolder()
  const before = await open(folder)
  before.apply([['a', ['a', 1]]], mark)
  before.close()
  const after = await open(folder, { ...place, topicId: 'second' })
  expect(after.mark).toBeUndefined()
  expect([...after.entries()]).toEqual([])
})

it('begins anew with a file that is damaged', async () => {
  const folder = newFolder()
  const before = await open(folder)
  before.apply([['a', ['a', 1]]], mark)
  before.close()
  writeFileSync(fileIn(folder), 'no database')
  appendFileSync(fileIn(folder), 'x'.repeat(8192))
  const after = await open(folder)
  expect(after.mark).toBeUndefined()
  after.apply([['b', ['b', 2]]], mark)
  expect([...after.entries()]).toEqual([['b', ['b', 2]]])
})

it('refuses what another has open, and leaves it alone', async () => {
  const folder = newFolder()
  const holder = await open(folder)
  holder.apply([['a', ['a', 1]]], mark)
  await expect(diskState(folder).open(place, spec, byName)).rejects.toMatchObject({ code: 'STATE_IN_USE' })
  expect(holder.get('a', 'a')).toEqual(['a', 1])
})

it('leaves stores that are not named in memory', async () => {
  expect(await diskState(newFolder(), { only: ['others'] }).open(place, spec, byName)).toBeUndefined()
})
