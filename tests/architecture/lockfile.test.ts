import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface Locked {
  readonly version?: string
  readonly license?: string
  readonly link?: boolean
  readonly dev?: boolean
  readonly optional?: boolean
  readonly hasInstallScript?: boolean
  readonly optionalDependencies?: Record<string, string>
}

const root = new URL('../../', import.meta.url)
const lockfile = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
  packages: Record<string, Locked>
}
const installed = Object.entries(lockfile.packages).filter(
  ([path, entry]) => path.includes('node_modules/') && !entry.link,
)
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

it('pins the runtime for every platform', () => {
  const runtimes = Object.entries(lockfile.packages['']?.optionalDependencies ?? {}).filter(([name]) =>
    name.startsWith('node-'),
  )
  expect(runtimes).toHaveLength(5)
  for (const [name, version] of runtimes) expect(lockfile.packages[`node_modules/${name}`]?.version, name).toBe(version)
})

it('holds every optional dependency that it names, or a clean install fails on another platform', () => {
  const names = new Set(installed.map(([path]) => nameOf(path)))
  const missing = installed.flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${nameOf(path)} wants ${name}`),
  )
  expect(missing).toEqual([])
})

/** Licences that have no SPDX name. bpmn-js: MIT's text, and its logo stays visible on every diagram. */
const readByHand = new Set(['bpmn-js'])

it('has permissive licences at run time', () => {
  const permissive =
    /^\(?(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|OFL-1\.1|Python-2\.0|Zlib)\b/
  const others = installed
    .filter(([path, entry]) => !entry.dev && !readByHand.has(nameOf(path)) && !permissive.test(entry.license ?? ''))
    .map(([path, entry]) => `${nameOf(path)}: ${entry.license}`)
  expect(others).toEqual([])
})

it('denies every install script', () => {
  const { allowScripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    allowScripts: Record<string, boolean>
  }
  const scripted = installed
    .filter(([, entry]) => entry.hasInstallScript && !entry.optional)
    .map(([path]) => nameOf(path))
  expect(scripted.filter((name) => allowScripts[name] !== false)).toEqual([])
})

it('says where nothing is downloaded from', () => {
  const resolved = Object.values(lockfile.packages).filter((entry) => 'resolved' in entry && !entry.link)
  expect(resolved).toEqual([])
})
