import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Where Debian and its kin put every Java that is installed, whichever of them is the default. */
const INSTALLED = join('/', 'usr', 'lib', 'jvm')

/**
 * The `java` program: `$JAVA_HOME/bin/java`, the one on the PATH, or another installed one, whichever first is new enough.
 *
 * @throws Error that says what to install when there is none of `lowestVersion` or later.
 */
export function javaProgram(lowestVersion = 17): string {
  const hint = `install Java ${lowestVersion} or later so that \`java\` is on the PATH (Debian: apt-get install openjdk-${lowestVersion}-jre-headless)`
  const versions = candidates().map((java) => ({ java, major: majorVersion(java) }))
  const found = versions.find(({ major }) => major >= lowestVersion)
  if (found !== undefined) return found.java
  const newest = Math.max(...versions.map(({ major }) => major))
  throw new Error(newest === 0 ? `Java is missing: ${hint}` : `Java ${newest} is too old: ${hint}`)
}

function candidates(): string[] {
  const home = process.env['JAVA_HOME']
  const others = existsSync(INSTALLED) ? readdirSync(INSTALLED).map((name) => join(INSTALLED, name)) : []
  const programs = others.map((folder) => join(folder, 'bin', 'java')).filter((path) => existsSync(path))
  return [home === undefined ? 'java' : join(home, 'bin', 'java'), ...programs]
}

/** 0 when the program does not run. */
function majorVersion(java: string): number {
  const run = spawnSync(java, ['-version'], { encoding: 'utf8', timeout: 30_000 })
  return run.error === undefined && run.status === 0 ? Number(/version "(\d+)/.exec(run.stderr)?.[1] ?? 0) : 0
}
