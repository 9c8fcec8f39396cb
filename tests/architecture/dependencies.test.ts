import { expect, it } from 'vitest'
import { forTestsToo, layers } from './layers.ts'
import { isTest, modules, packageOf } from './modules.ts'

const all = await modules()

it('sees the workspace', () => {
  expect(all.length).toBeGreaterThan(30)
})

it('has a layer for every package and no layer without one', () => {
  const found = new Set(all.map((module) => packageOf(module.source)).filter((name) => name !== undefined))
  expect([...found].toSorted()).toEqual(Object.keys(layers).toSorted())
})

it('imports along the layers only', () => {
  const broken: string[] = []
  for (const module of all) {
    const from = packageOf(module.source)
    if (from === undefined) continue
    const allowed = new Set([from, ...(layers[from] ?? []), ...(isTest(module.source) ? forTestsToo : [])])
    for (const { resolved } of module.dependencies) {
      const to = packageOf(resolved)
      if (to !== undefined && !allowed.has(to)) broken.push(`${module.source} imports ${resolved}`)
    }
  }
  expect(broken).toEqual([])
})

it('reaches another package through its exports only', () => {
  const deep = all.flatMap((module) =>
    module.dependencies
      .filter((dependency) => packageOf(dependency.resolved) !== packageOf(module.source))
      .filter((dependency) => packageOf(dependency.resolved) !== undefined && dependency.module.startsWith('.'))
      .map((dependency) => `${module.source} imports ${dependency.module}`),
  )
  expect(deep).toEqual([])
})

it('resolves every import', () => {
  const lost = all.flatMap((module) =>
    module.dependencies
      .filter(
        (dependency) =>
          dependency.couldNotResolve && !dependency.coreModule && !/^[\w@-]+:|\.css$/.test(dependency.module),
      )
      .map((dependency) => `${module.source}: ${dependency.module}`),
  )
  expect(lost).toEqual([])
})

it('has no cycles but those of types alone', () => {
  const cycles = all.flatMap((module) =>
    module.dependencies
      .filter((dependency) => dependency.circular && !dependency.typeOnly)
      .filter((dependency) => !(dependency.cycle ?? []).some((step) => step.dependencyTypes.includes('type-only')))
      .map((dependency) => `${module.source} -> ${dependency.cycle?.map((step) => step.name).join(' -> ')}`),
  )
  expect(cycles).toEqual([])
})

it('touches the file system in adapters only', () => {
  const adapters = [
    /^packages\/log\/src\/disk\//,
    /^packages\/testkit\//,
    /^packages\/server\//,
    /-(store|file|directory)\.ts$/,
    /\/main\.ts$/,
    /\/scripts\//,
    /vite\.config\.ts$/,
  ]
  const touching = all
    .filter((module) => !isTest(module.source) && !adapters.some((adapter) => adapter.test(module.source)))
    .filter((module) => module.dependencies.some(({ module: name }) => /^(node:)?fs(\/promises)?$/.test(name)))
    .map((module) => module.source)
  expect(touching).toEqual([])
})
