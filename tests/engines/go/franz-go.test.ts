import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheDir } from '@millrace/testkit'
import { beforeAll, expect, it } from 'vitest'
import { COMPACTED, EAGER } from '../harness/compaction.ts'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { output } from '../harness/run.ts'

const here = dirname(fileURLToPath(import.meta.url))
const program = join(cacheDir('go'), 'franz-go-suite')

function suite({ brokers }: { readonly brokers: string }): void {
  // Modules come from the Go proxy by the names and sums in go.mod and go.sum.
  beforeAll(
    () => output({ command: 'go', args: ['build', '-o', program, '.'], cwd: here, timeoutMs: 300_000 }),
    300_000,
  )

  const facts = async (scenario: string, ...told: string[]): Promise<unknown[]> => {
    const stdout = await output({ command: program, args: [brokers, scenario, ...told] })
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
  }

  it('writes idempotently and reads through every codec', async () => {
    const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
    expect(await facts('codecs')).toEqual(codecs.map((codec) => ({ codec, equal: true })))
  })

  it('leaves no record out with any of its balancers as a member joins and leaves under load', async () => {
    const balancers = ['range', 'roundrobin', 'sticky', 'cooperative-sticky']
    expect(await facts('group')).toEqual(
      balancers.map((balancer) => ({ balancer, alone: true, shared: true, again: true, 'left out': 0 })),
    )
  })

  it('commits, aborts, and copies exactly once', async () => {
    expect(await facts('transactions')).toEqual([
      { committed: ['0', '2'], everything: ['0', '1', '2'] },
      { copied: ['0!', '2!'] },
    ])
  })

  it('finds offsets by time and at the ends, and reads from a time on', async () => {
    expect(await facts('offsets')).toEqual([
      // Past the last record the client gives the end.
      { start: 0, end: 3, max: 1, at: { 0: 0, 1000: 0, 1001: 1, 3000: 1, 3001: 3 } },
      { from: ['02', '03'] },
    ])
  })

  it('reads the last value of each key when a topic was compacted', async () => {
    expect(await facts('compaction', JSON.stringify(EAGER))).toEqual([{ left: COMPACTED }])
  })

  it('administers topics', async () => {
    expect(await facts('admin')).toEqual([
      { end: 4, start: 3 },
      { retention: '1000000' },
      { again: 'TOPIC_ALREADY_EXISTS' },
      { illegal: 'INVALID_TOPIC_EXCEPTION' },
      { deleted: 'done' },
    ])
  })
}

if (spawnSync('go', ['version']).status === 0) onEachEngine('franz-go', suite)
else it.skip('franz-go: skipped, since no Go toolchain is on the PATH')
