import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from '../process/cache-dir.ts'

export const FLINK_VERSION = '2.2.1'
const KAFKA_CONNECTOR = '5.0.0-2.2'
const TIMEOUT_MS = 900_000

/** Where Flink's jars lie: `lib` is the class path of its processes, `opt` holds the SQL client. */
export interface FlinkJars {
  readonly lib: string
  readonly opt: string
}

/**
 * The jars of Flink with its SQL Gateway and Kafka connector. Flink's own come from the wheel that PyFlink is shipped
 * with (Maven Central lacks some of this version), the gateway and the connector from Maven; fetched by name, once.
 *
 * @throws Error that says what to install when `python3` or `mvn` is missing, or holds their own words when they fail
 */
export function flinkJars(): FlinkJars {
  const folder = cacheDir(`flink-${FLINK_VERSION}`)
  const home = join(folder, 'home')
  if (!existsSync(home)) {
    // Made beside and renamed: a run that is interrupted leaves nothing that looks whole.
    const fresh = join(folder, `fetching-${process.pid}`)
    rmSync(fresh, { recursive: true, force: true })
    mkdirSync(fresh)
    const wheel = wheelIn(folder) ?? fetchWheel(folder)
    done('python3', ['-m', 'zipfile', '-e', join(folder, wheel), fresh])
    const lib = join(fresh, 'pyflink', 'lib')
    fetchJar(`org.apache.flink:flink-sql-gateway:${FLINK_VERSION}`, lib)
    fetchJar(`org.apache.flink:flink-sql-connector-kafka:${KAFKA_CONNECTOR}`, lib)
    renameSync(join(fresh, 'pyflink'), home)
    rmSync(fresh, { recursive: true })
    rmSync(join(folder, wheel))
  }
  return { lib: join(home, 'lib'), opt: join(home, 'opt') }
}

function wheelIn(folder: string): string | undefined {
  return readdirSync(folder).find((name) => name.endsWith('.whl'))
}

function fetchWheel(folder: string): string {
  const wheel = `apache-flink-libraries==${FLINK_VERSION}`
  done('python3', ['-m', 'pip', 'download', '-q', '--no-deps', '--dest', folder, wheel])
  return wheelIn(folder) as string
}

function fetchJar(artifact: string, into: string): void {
  done('mvn', ['-q', '-B', '-ntp', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${into}`])
}

function done(program: string, args: readonly string[]): void {
  const run = spawnSync(program, args, { encoding: 'utf8', timeout: TIMEOUT_MS })
  if (run.error !== undefined) throw new Error(`${program} is missing: install it`, { cause: run.error })
  if (run.status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${run.stdout}${run.stderr}`)
}
