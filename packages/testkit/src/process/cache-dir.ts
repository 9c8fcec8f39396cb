import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where what was fetched for the tests is kept between runs: `$XDG_CACHE_HOME/millrace/engines/<name>`, made if missing. */
export function cacheDir(name: string): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const path = join(base, 'millrace', 'engines', name)
  mkdirSync(path, { recursive: true })
  return path
}
