import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { repositoryRoot } from '@millrace/testkit'

/** Builds pages as they are shipped: the tests' own NODE_ENV would make a development build. */
export function buildPages(folder: string): void {
  const vite = join(repositoryRoot, 'node_modules/vite/bin/vite.js')
  const env = { ...process.env, NODE_ENV: 'production' }
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: join(repositoryRoot, folder), env })
}
