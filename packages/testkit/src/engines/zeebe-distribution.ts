import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from '../process/cache-dir.ts'

const FETCH_TIMEOUT_MS = 600_000
const UNPACK_TIMEOUT_MS = 120_000

/**
 * The folder of the jars of one version's whole distribution, fetched from Maven Central by name and unpacked once.
 *
 * @throws Error that says what to install when `mvn` or `tar` is missing, or holds their own words when they fail.
 */
export function zeebeJars(version: string): string {
  const folder = cacheDir(`zeebe-${version}`)
  const jars = join(folder, 'camunda-zeebe', 'lib')
  if (existsSync(jars)) return jars
  const archive = join(folder, `camunda-zeebe-${version}.tar.gz`)
  if (!existsSync(archive)) fetchInto(folder, version)
  // Unpacked beside and renamed: a run that is interrupted leaves nothing that looks whole.
  const fresh = join(folder, 'unpacking')
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh)
  done('tar', ['-xzf', archive, '-C', fresh, '--strip-components=1'], UNPACK_TIMEOUT_MS)
  renameSync(fresh, join(folder, 'camunda-zeebe'))
  rmSync(archive)
  return jars
}

function fetchInto(folder: string, version: string): void {
  const artifact = `-Dartifact=io.camunda:camunda-zeebe:${version}:tar.gz`
  done('mvn', ['-q', '-B', '-ntp', 'dependency:copy', artifact, `-DoutputDirectory=${folder}`], FETCH_TIMEOUT_MS)
}

function done(program: string, args: readonly string[], timeout: number): void {
  const run = spawnSync(program, args, { encoding: 'utf8', timeout })
  if (run.error !== undefined) throw new Error(`${program} is missing: install it`, { cause: run.error })
  if (run.status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${run.stdout}${run.stderr}`)
}
