import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one test that goes away with it. */
export interface TempDir extends Disposable {
  readonly path: string
  /** Deletes the folder and all in it. Safe to call twice. */
  remove(): void
}

const living = new Set<string>()

/** A new folder under the system's temporary one; deleted by `remove`, by `using`, or at the latest at exit. */
export function tempDir(prefix = 'test-'): TempDir {
  const path = mkdtempSync(join(tmpdir(), `millrace-${prefix}`))
  if (living.size === 0) process.once('exit', removeAll)
  living.add(path)
  const remove = (): void => removeOne(path)
  return { path, remove, [Symbol.dispose]: remove }
}

function removeOne(path: string): void {
  living.delete(path)
  rmSync(path, { recursive: true, force: true, maxRetries: 3 })
}

function removeAll(): void {
  for (const path of living) removeOne(path)
}
