/**
 * Builds every web page of the workspace (the console and the systems' pages) with Vite. Runs after an install, so that
 * `npm start` has pages to serve; prints what it built and how long that took.
 */
import { glob } from 'node:fs/promises'
import { dirname } from 'node:path'

async function main(): Promise<void> {
  const vite = await import('vite').catch(() => undefined)
  if (vite === undefined) {
    console.error('vite is not installed (a production install?): web pages are not built')
    return
  }
  for (const config of await configs()) {
    const start = performance.now()
    await vite.build({ configFile: config, logLevel: 'warn' })
    console.error(`built ${dirname(config)} in ${Math.round(performance.now() - start)} ms`)
  }
}

async function configs(): Promise<string[]> {
  const found: string[] = []
  for await (const path of glob('{packages,apps}/**/vite.config.ts', {
    exclude: (path) => path.includes('node_modules'),
  })) {
    found.push(path)
  }
  return found.toSorted()
}

await main()
