import { spawn, type ChildProcess } from 'node:child_process'
import { openSync, closeSync, readFileSync } from 'node:fs'
import { waitFor } from './wait-for.ts'

/** A program to run beside the test. */
export interface ChildOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Both outputs go to this file. */
  readonly logFile: string
}

/** A program that runs beside the test. */
export interface Child {
  readonly pid: number
  /** False once it has ended, for whatever reason. */
  alive(): boolean
  /** The last lines that it printed. */
  tail(lines?: number): string
  /** The whole of what it printed. */
  output(): string
  /** SIGTERM, then SIGKILL when it is still there after `graceMs`. Safe to call twice. */
  stop(graceMs?: number): Promise<void>
  /** SIGKILL, resolved when it is gone. */
  kill9(): Promise<void>
}

const running = new Set<ChildProcess>()

/** Starts a program that ends with the test process at the latest. */
export function startChild(options: ChildOptions): Child {
  const log = openSync(options.logFile, 'a')
  const child = spawn(options.command, options.args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.once('error', () => running.delete(child))
  remember(child)
  return handle(child, options)
}

function handle(child: ChildProcess, { command, logFile }: ChildOptions): Child {
  const alive = (): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  const output = (): string => readFileSync(logFile, 'utf8')
  const gone = (timeoutMs: number): Promise<true> =>
    waitFor(() => !alive(), { what: `the end of ${command}`, timeoutMs, everyMs: 10 }) as Promise<true>
  const kill9 = async (): Promise<void> => {
    if (alive()) child.kill('SIGKILL')
    await gone(10_000)
  }
  const stop = async (graceMs = 15_000): Promise<void> => {
    if (alive()) child.kill('SIGTERM')
    await gone(graceMs).catch(kill9)
  }
  const tail = (lines = 30): string => output().trimEnd().split('\n').slice(-lines).join('\n')
  return { pid: child.pid ?? -1, alive, tail, output, stop, kill9 }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function remember(child: ChildProcess): void {
  if (running.size === 0) watchOurOwnEnd()
  running.add(child)
  child.once('exit', () => {
    running.delete(child)
    if (running.size === 0) unwatch()
  })
}

/** A process that is ended by a signal has no `exit` event: without this its children would outlive it. */
function watchOurOwnEnd(): void {
  process.once('exit', killRest)
  for (const signal of SIGNALS) process.on(signal, endBySignal)
}

function unwatch(): void {
  process.off('exit', killRest)
  for (const signal of SIGNALS) process.off(signal, endBySignal)
}

function endBySignal(signal: NodeJS.Signals): void {
  killRest()
  // Whoever else listens ends the process in its own way.
  if (process.listenerCount(signal) > 1) return
  unwatch()
  process.kill(process.pid, signal)
}

function killRest(): void {
  for (const child of running) child.kill('SIGKILL')
}
