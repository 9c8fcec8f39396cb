/**
 * Puts the platform and the systems together into a few files, which load in a third of the time of the sources and in
 * less memory (docs/adr/0007-bundle.md). `millrace` takes the bundle while it is as new as what it was made from.
 */
import { rm, stat, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { Plugin } from 'rolldown'

const ROOT = join(import.meta.dirname, '..')
const OUT = join(ROOT, 'packages/server/dist')

/** What a process or a thread of the platform begins with. */
const ENTRIES = {
  main: 'packages/server/src/packed.ts',
  'command-line': 'packages/server/src/commands/command-line.ts',
  thread: 'packages/server/src/apps/thread.ts',
  'commit-thread': 'packages/log/src/disk/commit-thread.ts',
  'sql-worker': 'packages/flink/src/worker/sql-worker.ts',
  'history-thread': 'packages/history/src/thread/history-thread.ts',
}

/** Packages that read files beside their own, or that are loaded on occasion only: they stay where they are. */
const APART = [/^node:/, /^@platformatic\/(?!kafka)/, /^pino/, /^thread-stream$/, /^pg$/, /^pg-native$/]

/** Nothing but what is asked for by name is taken of the Kafka client (client/src/kafka/library-parts.ts). */
const treeshake = { moduleSideEffects: (id: string) => !id.includes('/@platformatic/kafka/') }

/** Modules look for threads and files beside themselves; in the bundle they are elsewhere. */
const places: Plugin = {
  name: 'places',
  transform(code, id) {
    if (!id.startsWith(ROOT) || id.includes('node_modules') || !code.includes('import.meta')) return null
    const folder = relative(OUT, dirname(id))
    return code
      .replaceAll(/new URL\('[^']*?([\w-]+)\.ts', import\.meta\.url\)/g, "new URL('./$1.js', import.meta.url)")
      .replaceAll('import.meta.dirname', `(import.meta.dirname + '/${folder}')`)
  },
}

async function main(): Promise<void> {
  const rolldown = await import('rolldown').catch(() => undefined)
  if (rolldown === undefined) {
    console.error('rolldown is not installed (a production install?): the platform runs from its sources')
    return
  }
  const start = performance.now()
  await rm(OUT, { recursive: true, force: true })
  const bundle = await rolldown.rolldown({
    cwd: ROOT,
    platform: 'node',
    input: ENTRIES,
    external: APART,
    plugins: [places],
    treeshake,
  })
  const { output } = await bundle.write({ dir: OUT, format: 'esm', chunkFileNames: '[name]-[hash].js' })
  const modules = output.flatMap((part) => ('moduleIds' in part ? part.moduleIds : []))
  await bundle.close()
  await writeFile(join(OUT, 'inputs.json'), JSON.stringify(await inputs(modules)))
  const asked = output.flatMap((part) => ('imports' in part ? [...part.imports, ...part.dynamicImports] : []))
  const own = new Set(output.map(({ fileName }) => fileName))
  const apart = [...new Set(asked)].filter(
    (id) => !own.has(id) && !builtinModules.includes(id) && !id.startsWith('node:'),
  )
  await writeFile(join(OUT, 'apart.json'), JSON.stringify(apart))
  console.error(`built packages/server in ${Math.round(performance.now() - start)} ms`)
}

/** Size and time of change of each source, by its path from the bundle; packages change with the lockfile only. */
async function inputs(modules: readonly string[]): Promise<Record<string, readonly [size: number, changedMs: number]>> {
  const own = modules.filter((id) => id.startsWith(ROOT) && !id.includes('node_modules'))
  const files = [...own, join(ROOT, 'package-lock.json'), import.meta.filename]
  const entries = files.map(async (file) => {
    const { size, mtimeMs } = await stat(file)
    return [relative(OUT, file), [size, mtimeMs]] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

await main()
