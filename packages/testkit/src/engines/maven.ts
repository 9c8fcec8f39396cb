import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cacheDir } from '../process/cache-dir.ts'

/** `group:artifact:version` as Maven names it. */
export type Coordinate = `${string}:${string}:${string}`

const FETCH_TIMEOUT_MS = 600_000

/**
 * The class path of some artefacts and all they need, fetched from Maven Central by name into Maven's own store; the
 * resolved list is kept in the cache folder `name`.
 *
 * @throws Error that says what to install when `mvn` is missing, or holds Maven's own words when it fails.
 */
export function mavenClasspath(name: string, coordinates: readonly Coordinate[]): string {
  const folder = cacheDir(name)
  const pom = projectFile(name, coordinates)
  const pomPath = join(folder, 'pom.xml')
  const listPath = join(folder, 'classpath.txt')
  const known = existsSync(pomPath) && existsSync(listPath) && readFileSync(pomPath, 'utf8') === pom
  if (!known || !allThere(readFileSync(listPath, 'utf8'))) {
    writeFileSync(pomPath, pom)
    resolveInto(folder)
  }
  return readFileSync(listPath, 'utf8').trim()
}

function resolveInto(folder: string): void {
  const goal = [
    '-q',
    '-B',
    '-ntp',
    'dependency:build-classpath',
    '-Dmdep.outputFile=classpath.txt',
    '-Dmdep.includeScope=runtime',
  ]
  const run = spawnSync('mvn', goal, { cwd: folder, encoding: 'utf8', timeout: FETCH_TIMEOUT_MS })
  if (run.error !== undefined) {
    throw new Error('Maven is missing: install it so that `mvn` is on the PATH (Debian: apt-get install maven)', {
      cause: run.error,
    })
  }
  if (run.status !== 0) throw new Error(`Maven could not resolve ${folder}/pom.xml:\n${run.stdout}${run.stderr}`)
}

const allThere = (list: string): boolean =>
  list
    .trim()
    .split(delimiter)
    .every((path) => existsSync(path))

function projectFile(name: string, coordinates: readonly Coordinate[]): string {
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    `  <groupId>millrace.testkit</groupId><artifactId>${name}</artifactId><version>1</version><packaging>pom</packaging>`,
    '  <dependencies>',
    ...coordinates.map(dependency),
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n')
}

function dependency(coordinate: Coordinate): string {
  const [group, artifact, version] = coordinate.split(':')
  const parts = `<groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>`
  return `    <dependency>${parts}</dependency>`
}
