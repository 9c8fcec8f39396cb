import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DemoRun, Demos } from '@millrace/console'
import { type LivenessClock, Refusal } from '@millrace/kernel'

/** In the bundle, `packed.ts` under this name. */
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** A journey takes seconds; one that hangs is ended. */
const DEMO_MS = 180_000
const LINES = 2000

/** Journeys that the console starts: each a process of its own with a platform of its own, one at a time. */
export class DemoProcesses implements Demos {
  readonly #clock: LivenessClock
  readonly #runs = new Map<string, { state: DemoRun['state']; lines: string[] }>()
  #stop: (() => void) | undefined

  constructor(clock: LivenessClock) {
    this.#clock = clock
  }

  of(app: string): DemoRun | undefined {
    return this.#runs.get(app)
  }

  /** @throws Refusal DEMO_RUNNING */
  start(app: string): void {
    const running = [...this.#runs].find(([, { state }]) => state === 'running')
    if (running !== undefined) throw new Refusal('DEMO_RUNNING', `the demo of ${running[0]} still runs; one at a time`)
    const run: { state: DemoRun['state']; lines: string[] } = { state: 'running', lines: [] }
    this.#runs.set(app, run)
    const child = spawn(process.execPath, [MAIN, 'demo', app], { stdio: ['ignore', 'pipe', 'pipe'] })
    const overdue = this.#clock.timerIn(DEMO_MS, () => child.kill())
    this.#stop = () => child.kill()
    const add = (line: string): void => {
      if (run.lines.length < LINES) run.lines.push(line)
    }
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', add)
    child.on('error', (error) => add(error.message))
    child.on('close', (code) => {
      overdue.cancel()
      run.state = code === 0 ? 'done' : 'failed'
    })
  }

  stop(): void {
    this.#stop?.()
  }
}
