import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync } from 'rolldown/utils'

/** One import of one module. */
export interface Import {
  /** What stands in the source: `./log.ts`, `@millrace/kernel`, `node:fs`. */
  readonly specifier: string
  /** Path of the file for a relative import, folder of the package for one of the workspace; undefined for others. */
  readonly target: string | undefined
  /** Nothing of it is left when types are stripped. */
  readonly typeOnly: boolean
}

export interface Module {
  readonly path: string
  readonly imports: readonly Import[]
}

const ROOT = new URL('../../', import.meta.url).pathname
const FOLDERS: Readonly<Record<string, string>> = Object.fromEntries(
  globSync('{packages,apps}/*/package.json', { cwd: ROOT }).map((path) => {
    const { name } = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { name: string }
    return [name, dirname(path)]
  }),
)

/** Every module of the workspace with what it imports. */
export function modules(): readonly Module[] {
  return globSync('{packages,apps}/**/*.{ts,tsx}', {
    cwd: ROOT,
    exclude: (path) => /node_modules|(^|\/)dist$/.test(path),
  })
    .filter((path) => !path.endsWith('.d.ts'))
    .map((path) => ({ path, imports: importsOf(path) }))
}

function importsOf(path: string): Import[] {
  const source = readFileSync(join(ROOT, path), 'utf8')
  const { module } = parseSync(path, source)
  const found = [
    ...module.staticImports.map(({ moduleRequest, entries }) => ({
      specifier: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null ? [] : [{ specifier: moduleRequest.value, typeOnly: isType }],
      ),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => ({
      specifier: source.slice(moduleRequest.start + 1, moduleRequest.end - 1),
      typeOnly: false,
    })),
  ]
  return found.map((one) => ({ ...one, target: targetOf(path, one.specifier) }))
}

function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier))
  const name = /^@millrace\/[\w-]+/.exec(specifier)?.[0]
  return name === undefined ? undefined : (FOLDERS[name] ?? `no package ${name}`)
}

export const isTest = (path: string): boolean => /\.test\.tsx?$|\/(test|testing)\//.test(path)

/** `packages/log/src/log.ts` -> `packages/log`. */
export function packageOf(path: string): string | undefined {
  return /^(?:packages|apps)\/[^/]+/.exec(path)?.[0]
}
