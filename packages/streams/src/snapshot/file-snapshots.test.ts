import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileSnapshots } from './file-snapshots.ts'

it('keeps one snapshot a name, whole, and none after removal', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'snapshots-'))
  const store = fileSnapshots(join(folder, 'views'))
  expect(await store.read('a/b')).toBeUndefined()
  await store.write('a/b', [Buffer.from('one')])
  await store.write('a/b', [Buffer.from('tw'), Buffer.from('o')])
  expect(Buffer.from((await store.read('a/b')) as Uint8Array).toString()).toBe('two')
  expect(await readdir(join(folder, 'views'))).toEqual(['a%2Fb.snapshot'])
  await store.remove('a/b')
  expect(await store.read('a/b')).toBeUndefined()
  await rm(folder, { recursive: true })
})
