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
})
