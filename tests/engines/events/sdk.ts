import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheDir, javaProgram, mavenClasspath, startChild, tempDir, waitFor } from '@millrace/testkit'
import { output } from '../harness/run.ts'
import { facts, interpreter } from '../python/python.ts'

/** An event to be published by an SDK, in one of the modes. */
export interface Wanted {
  readonly mode: 'binary' | 'structured' | 'batch'
  readonly id: string
  readonly type: string
  readonly source: string
  readonly subject: string
  /** An extension. */
  readonly shop: string
  readonly data: unknown
}

/** An event as an SDK understood it. */
export interface Understood extends Omit<Wanted, 'mode' | 'data'> {
  readonly mode: 'binary' | 'structured'
  /** Text. */
  readonly data: string
}

export interface Receiver {
  readonly url: string
  /** The events that it has understood. */
  received(): Understood[]
  stop(): Promise<void>
}

/** A program of a foreign SDK: `publish <url> <events>` and `receive`, which print JSON lines. */
export interface Sdk {
  readonly name: string
  /** Whether its tools are on this machine. */
  readonly present: () => boolean
  /** The program and its first arguments. */
  readonly program: () => Promise<readonly [string, ...string[]]>
}

const here = dirname(fileURLToPath(import.meta.url))
const runs = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0

const JAVA = [
  'io.cloudevents:cloudevents-http-basic:4.0.1',
  'io.cloudevents:cloudevents-json-jackson:4.0.1',
  'org.slf4j:slf4j-nop:2.0.17',
] as const

/** Fetched by the names of their packages. */
export const sdks: readonly Sdk[] = [
  {
    name: 'go',
    present: () => runs('go', 'version'),
    program: async () => {
      const program = join(cacheDir('go'), 'cloudevents')
      const args = ['build', '-o', program, '.']
      await output({ command: 'go', args, cwd: join(here, 'go'), timeoutMs: 300_000 })
      return [program]
    },
  },
  {
    name: 'python',
    present: () => runs('python3', '--version'),
    program: async () => [await interpreter('cloudevents==2.2.0', 'cloudevents.core'), join(here, 'python', 'sdk.py')],
  },
  {
    name: 'javascript',
    present: () => true,
    program: () => Promise.resolve([process.execPath, join(here, 'javascript', 'sdk.mjs')]),
  },
  {
    name: 'java',
    present: () => runs('mvn', '--version'),
    program: () => {
      const classpath = mavenClasspath('cloudevents-java', JAVA)
      return Promise.resolve([javaProgram(), '-cp', classpath, join(here, 'java', 'Sdk.java')])
    },
  },
]

/** Publishes with an SDK; gives the status of each answer. */
export async function publishWith(sdk: Sdk, url: string, events: readonly Wanted[]): Promise<number[]> {
  const [command, ...args] = await sdk.program()
  const stdout = await output({ command, args: [...args, 'publish', url, JSON.stringify(events)] })
  return facts<{ status: number }>(stdout).map(({ status }) => status)
}

/** Starts an SDK as a subscriber. */
export async function receiveWith(sdk: Sdk): Promise<Receiver> {
  const [command, ...args] = await sdk.program()
  const folder = tempDir('sdk-')
  const child = startChild({ command, args: [...args, 'receive'], logFile: join(folder.path, 'out.log') })
  const lines = (): Readonly<Record<string, unknown>>[] => facts(child.output())
  const listening = await waitFor(
    () => {
      if (!child.alive()) throw new Error(child.tail())
      return lines().find((line) => 'listening' in line)
    },
    { what: `the receiver of ${sdk.name}`, timeoutMs: 60_000 },
  )
  return {
    url: String(listening['listening']),
    received: () => lines().filter((line) => 'id' in line) as unknown as Understood[],
    stop: async () => {
      await child.stop()
      folder.remove()
    },
  }
}
