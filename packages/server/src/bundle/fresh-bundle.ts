import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const BUNDLE = join(import.meta.dirname, '../../dist')

/**
 * The command line in the bundle, when there is one and every source that went into it is still as it was: whoever changes a file
 * runs what he changed. A thousand files are looked at in some milliseconds.
 */
export function freshBundle(folder = BUNDLE): string | undefined {
  try {
    const inputs = JSON.parse(readFileSync(join(folder, 'inputs.json'), 'utf8')) as Record<string, [number, number]>
    const fresh = Object.entries(inputs).every(([path, [size, changedMs]]) => {
      const found = statSync(join(folder, path))
      return found.size === size && found.mtimeMs === changedMs
    })
    return fresh ? join(folder, 'command-line.js') : undefined
  } catch {
    return undefined
  }
}
