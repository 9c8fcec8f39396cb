/**
 * Packs Millrace as one package to install anywhere: the bundle, the web pages and the files that the systems read
 * (docs/adr/0007-bundle.md). Prints the tarball's path; `npx millrace` runs it, on the Node that it brings along.
 */
import { execFileSync } from 'node:child_process'
import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { freshBundle } from '../packages/server/src/bundle/fresh-bundle.ts'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'dist')
const STAGE = join(OUT, 'package')
const BUNDLE = 'packages/server/dist'

/** What the bundle reads beside its modules, at the same places as in the sources. */
const FILES = [
  'LICENSE',
  'README.md',
  `${BUNDLE}/*.js`,
  'packages/console/dist/**',
  'apps/*/web/dist/**',
  'apps/*/*/web/dist/**',
  'apps/*/web/pages/dist/**',
  'apps/*/processes/*.bpmn',
  'apps/*/triggers/*.yaml',
  'apps/*/config_kafka/*.ini',
]

interface Manifest {
  readonly version: string
  readonly description?: string
  readonly license?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

async function main(): Promise<void> {
  if (freshBundle() === undefined) execFileSync(process.execPath, ['scripts/build-server.ts'], { cwd: ROOT })
  await rm(STAGE, { recursive: true, force: true })
  for await (const file of glob(FILES, { cwd: ROOT, withFileTypes: true })) {
    if (!file.isFile() || file.parentPath.includes('node_modules')) continue
    const source = join(file.parentPath, file.name)
    await put(source, join(STAGE, source.slice(ROOT.length)))
  }
  await put(join(ROOT, 'packages/server/bin/millrace.mjs'), join(STAGE, 'bin/millrace.mjs'))
  await writeFile(join(STAGE, 'package.json'), JSON.stringify(await manifest(), null, 2))
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', OUT], { cwd: STAGE, encoding: 'utf8' })
  console.log(join(OUT, tarballOf(JSON.parse(packed))))
}

async function put(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  await cp(source, target)
}

/** npm answers with a list, later versions with an object by name. */
function tarballOf(answer: unknown): string {
  const [entry] = Object.values(answer as Record<string, { readonly filename: string }>)
  if (entry === undefined) throw new Error('npm packed nothing')
  return entry.filename
}

async function manifest(): Promise<object> {
  const root = await read(join(ROOT, 'package.json'))
  const { description, license, optionalDependencies: runtimes } = root
  return {
    name: 'millrace',
    version: root.version,
    description,
    license,
    type: 'module',
    engines: { node: '>=20' },
    bin: { millrace: './bin/millrace.mjs' },
    dependencies: await dependencies(),
    optionalDependencies: runtimes,
  }
}

/** The packages that the bundle leaves where they are, in the versions that it was built with. */
async function dependencies(): Promise<Record<string, string>> {
  const names = JSON.parse(await readFile(join(ROOT, BUNDLE, 'apart.json'), 'utf8')) as string[]
  const entries = names.toSorted().map(async (name) => [name, await versionOf(name)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

async function versionOf(name: string): Promise<string> {
  const { version } = await read(join(ROOT, 'node_modules', name, 'package.json'))
  return version
}

async function read(path: string): Promise<Manifest> {
  return JSON.parse(await readFile(path, 'utf8')) as Manifest
}

await main()
