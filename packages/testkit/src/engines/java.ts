import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const LOWEST_VERSION = 17

/**
 * The `java` program: `$JAVA_HOME/bin/java`, or the one on the PATH.
 *
 * @throws Error that says what to install when there is none, or one older than 17.
 */
export function javaProgram(): string {
  const home = process.env['JAVA_HOME']
  const java = home === undefined ? 'java' : join(home, 'bin', 'java')
  const run = spawnSync(java, ['-version'], { encoding: 'utf8', timeout: 30_000 })
  const hint = `install Java ${LOWEST_VERSION} or later so that \`java\` is on the PATH (Debian: apt-get install openjdk-17-jre-headless)`
  if (run.error !== undefined || run.status !== 0) throw new Error(`Java is missing: ${hint}`, { cause: run.error })
  const major = Number(/version "(\d+)/.exec(run.stderr)?.[1] ?? 0)
  if (major < LOWEST_VERSION) throw new Error(`Java ${major} is too old: ${hint}`)
  return java
}
