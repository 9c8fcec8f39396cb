import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild, type Child } from './process/child.ts'
import { repositoryRoot } from './process/repository.ts'
import { tempDir } from './process/temp-dir.ts'
import { waitFor } from './process/wait-for.ts'

/** How the platform's process is to run; ports are free ones and data is temporary unless told otherwise. */
export interface PlatformOptions {
  /** More arguments of `millrace start`; they win over the defaults. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Kept at the end when given here. */
  readonly dataDir?: string
  /** `none` by default. */
  readonly apps?: string
  readonly readyTimeoutMs?: number
}

/** The line that `millrace start --json` prints when all of it answers. */
export interface PlatformReady {
  readonly ready: true
  readonly ms: number
  readonly data: string
  readonly console?: string
  /** `host:port` */
  readonly kafka: string
  /** `smtp://host:port` of the mail inbox. */
  readonly smtp?: string
  /** `host:port` */
  readonly zeebe: string
  /** `http://host:port` */
  readonly events: string
  /** `http://host:port` of the SQL Gateway. */
  readonly sql: string
  readonly apps?: Readonly<Record<string, string>>
}

/** The platform as a process of its own, as `npm start` runs it. */
export interface Platform {
  readonly pid: number
  readonly ready: PlatformReady
  readonly dataDir: string
  /** From starting the process to its ready line, as seen from outside. */
  readonly startMs: number
  alive(): boolean
  tail(): string
  /** SIGKILL: nothing is flushed, nothing drained. */
  kill9(): Promise<void>
  /** SIGTERM, which drains; the data stay. */
  stop(): Promise<void>
  /** The same data on the same ports again, after `kill9` or `stop`. */
  restart(): Promise<Platform>
  /** The same, but SIGKILL comes `afterMs` after its start, most likely in the middle of its recovery. */
  restartAndKill(afterMs: number): Promise<void>
  /** `stop`, and the data are deleted when they were temporary. */
  remove(): Promise<void>
}

const READY_TIMEOUT_MS = 30_000

/**
 * Starts the platform's process and waits for its ready line.
 *
 * @throws Error with the end of its output when it ends or stays silent instead.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const folder = tempDir('platform-')
  const dataDir = options.dataDir ?? join(folder.path, 'data')
  const logFile = join(folder.path, 'platform.log')
  const spawn = (ports: readonly string[]): Child =>
    startChild({
      command: process.execPath,
      args: commandLine(options, dataDir, ports),
      env: options.env ?? {},
      cwd: repositoryRoot,
      logFile,
    })
  const restartAndKill = async (ports: readonly string[], afterMs: number): Promise<void> => {
    const child = spawn(ports)
    await sleep(afterMs)
    await child.kill9()
  }
  const start = async (ports: readonly string[]): Promise<Platform> => {
    const from = logSize(logFile)
    const before = performance.now()
    const child = spawn(ports)
    const ready = await readyLine(child, from, options.readyTimeoutMs ?? READY_TIMEOUT_MS)
    const startMs = Math.round(performance.now() - before)
    const same = portsOf(ready)
    const remove = async (): Promise<void> => {
      await child.stop()
      folder.remove()
    }
    return {
      pid: child.pid,
      ready,
      dataDir,
      startMs,
      alive: child.alive,
      tail: child.tail,
      kill9: child.kill9,
      stop: () => child.stop(),
      restart: () => start(same),
      restartAndKill: (afterMs) => restartAndKill(same, afterMs),
      remove,
    }
  }
  return start(['--kafka', '0', '--console', '0', '--zeebe', '0', '--events', '0', '--sql', '0'])
}

function commandLine(
  { apps = 'none', args = [] }: PlatformOptions,
  dataDir: string,
  ports: readonly string[],
): string[] {
  const main = join(repositoryRoot, 'packages', 'server', 'src', 'main.ts')
  return [main, 'start', '--json', '--data', dataDir, ...ports, '--apps', apps, ...args]
}

/** The ports of a platform that ran, so that the next one is found where clients look for it. */
function portsOf(ready: PlatformReady): string[] {
  const port = (address: string): string => address.slice(address.lastIndexOf(':') + 1)
  const known = ['kafka', 'zeebe', 'events', 'sql'].flatMap((name) => {
    return [`--${name}`, port(ready[name as 'kafka' | 'zeebe' | 'events' | 'sql'])]
  })
  return ready.console === undefined ? known : [...known, '--console', new URL(ready.console).port]
}

async function readyLine(child: Child, from: number, timeoutMs: number): Promise<PlatformReady> {
  const found = (): string | undefined =>
    child
      .output()
      .slice(from)
      .split('\n')
      .slice(0, -1)
      .find((line) => line.startsWith('{"ready":true'))
  const line = await waitFor(() => found() ?? (child.alive() ? undefined : 'ended'), {
    what: 'the ready line of the platform',
    timeoutMs,
    everyMs: 10,
  }).catch(async (reason: unknown) => {
    await child.kill9()
    throw new Error(`the platform did not get ready; the end of its output:\n${child.tail()}`, { cause: reason })
  })
  if (line === 'ended') throw new Error(`the platform ended by itself; the end of its output:\n${child.tail()}`)
  return JSON.parse(line) as PlatformReady
}

function logSize(logFile: string): number {
  try {
    return readFileSync(logFile, 'utf8').length
  } catch {
    return 0
  }
}
