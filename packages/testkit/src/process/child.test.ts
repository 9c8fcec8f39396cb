import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startChild } from './child.ts'
import { tempDir } from './temp-dir.ts'
import { waitFor } from './wait-for.ts'

const run = (folder: string, program: string) =>
  startChild({ command: process.execPath, args: ['-e', program], logFile: join(folder, 'log') })

describe('a child process', () => {
  it('ends by SIGTERM and keeps what it printed', async () => {
    using folder = tempDir()
    const child = run(folder.path, "console.log('here'); setInterval(() => {}, 1000)")
    await waitFor(() => child.output().includes('here'), { what: 'its line' })
    expect(child.alive()).toBe(true)
    await child.stop()
    expect(child.alive()).toBe(false)
    expect(child.tail(1)).toBe('here')
  })

  it('is killed when it does not heed SIGTERM', async () => {
    using folder = tempDir()
    const child = run(folder.path, "process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1000)")
    await waitFor(() => child.output().includes('deaf'), { what: 'its line' })
    await child.stop(100)
    expect(child.alive()).toBe(false)
  })

  it('is not alive when its program does not exist', async () => {
    using folder = tempDir()
    const child = startChild({ command: join(folder.path, 'nothing'), args: [], logFile: join(folder.path, 'log') })
    await child.stop()
    expect(child.alive()).toBe(false)
  })

  it('does not outlive a process that is ended by a signal', async () => {
    using folder = tempDir()
    const here = JSON.stringify(new URL('child.ts', import.meta.url).href)
    const inner = JSON.stringify({
      command: process.execPath,
      args: ['-e', 'setInterval(() => {}, 1000)'],
      logFile: join(folder.path, 'inner'),
    })
    const program = `import(${here}).then(({ startChild }) => { console.log('inner', startChild(${inner}).pid); setInterval(() => {}, 1000) })`
    const outer = run(folder.path, program)
    const pid = await waitFor(() => /inner (\d+)/.exec(outer.output())?.[1], { what: 'the inner process' })
    await outer.stop()
    await waitFor(() => !exists(Number(pid)), { what: 'the end of the inner process' })
    expect(exists(Number(pid))).toBe(false)
  })
})

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
