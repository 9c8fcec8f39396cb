import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Check, ok, wrong } from './finding.ts'

/** The console's pages, which `npm run build` makes. */
export const webPages: Check = async () => {
  const page = join(import.meta.dirname, '../../../console/dist/index.html')
  const built = await stat(page).catch(() => undefined)
  if (built === undefined) return [wrong('web pages', 'the console has not been built', 'run npm run build')]
  return [ok('web pages', `built ${built.mtime.toISOString()}`)]
}
