import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshBundle } from './fresh-bundle.ts'

let root: string
let bundle: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bundle-'))
  bundle = join(root, 'dist')
  mkdirSync(bundle)
  writeFileSync(join(root, 'a.ts'), 'export const a = 1')
  const { size, mtimeMs } = statSync(join(root, 'a.ts'))
  writeFileSync(join(bundle, 'inputs.json'), JSON.stringify({ '../a.ts': [size, mtimeMs] }))
})

afterEach(() => rmSync(root, { recursive: true }))

it('is taken while every source is as it was', () => {
  expect(freshBundle(bundle)).toBe(join(bundle, 'command-line.js'))
})

it('is left alone when a source has changed, though its size has not', () => {
  utimesSync(join(root, 'a.ts'), new Date(), new Date(0))
  expect(freshBundle(bundle)).toBeUndefined()
})

it('is left alone when a source is gone', () => {
  rmSync(join(root, 'a.ts'))
  expect(freshBundle(bundle)).toBeUndefined()
})

it('is not there before anything was built, or when what it was made from cannot be read', () => {
  expect(freshBundle(join(root, 'nothing'))).toBeUndefined()
  writeFileSync(join(bundle, 'inputs.json'), '{')
  expect(freshBundle(bundle)).toBeUndefined()
})
