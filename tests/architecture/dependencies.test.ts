import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { cycles } from './cycles.ts'
import { fileAdapters, layers, layersForTests, recursiveFolders } from './layers.ts'
import { isTest, modules, packageOf } from './modules.ts'

const all = modules()

it('sees the workspace', () => {
  expect(all.length).toBeGreaterThan(100)
})

it('has a layer for every package', () => {
  const found = new Set(all.map(({ path }) => packageOf(path)).filter((name) => name !== undefined))
  expect([...found].filter((name) => !(name in layers))).toEqual([])
})

it('imports along the layers only', () => {
  const broken: string[] = []
  for (const { path, imports } of all) {
    const from = packageOf(path) as string
    const allowed = new Set([from, ...(isTest(path) ? layersForTests(from) : (layers[from] ?? []))])
    for (const { target, specifier } of imports) {
      const to = target === undefined ? undefined : packageOf(target)
      if (to !== undefined && !allowed.has(to)) broken.push(`${path} imports ${specifier}`)
    }
  }
  expect(broken).toEqual([])
})

it('reaches another package through its exports only', () => {
  const deep = all.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier, target }) => specifier.startsWith('.') && packageOf(target ?? path) !== packageOf(path))
      .map(({ specifier }) => `${path} imports ${specifier}`),
  )
  expect(deep).toEqual([])
})

it('finds every file that is imported', () => {
  const lost = all.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => target !== undefined && !existsSync(new URL(`../../${target}`, import.meta.url)))
      .map(({ specifier }) => `${path}: ${specifier}`),
  )
  expect(lost).toEqual([])
})

it('has no cycles but those of types alone, and those within a recursive folder', () => {
  const within = (cycle: string): boolean =>
    recursiveFolders.some((folder) => cycle.split(' -> ').every((path) => dirname(path) === folder))
  expect(cycles(all).filter((cycle) => !within(cycle))).toEqual([])
})

it('touches the file system in adapters only', () => {
  const touching = all
    .filter(({ path }) => !isTest(path) && !fileAdapters.some((adapter) => adapter.test(path)))
    .filter(({ imports }) => imports.some(({ specifier }) => /^(node:)?fs(\/promises)?$/.test(specifier)))
    .map(({ path }) => path)
  expect(touching).toEqual([])
})
