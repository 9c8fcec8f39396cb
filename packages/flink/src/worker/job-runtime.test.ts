import { buildBatch } from '@millrace/broker'
import { describe, expect, it } from 'vitest'
import type { EpochMessage, FromWorker, StartJob } from '../jobs/messages.ts'
import { JobRuntime } from './job-runtime.ts'

const TURNS = 2000

/** A job over ports whose time passes by looking at it; gives all that it says until it has nothing to do. */
function run(start: Partial<StartJob>, ddl: readonly string[], sql: string, value?: string): readonly FromWorker[] {
  const said: FromWorker[] = []
  const turns: (() => void)[] = []
  const timers: (() => void)[] = []
  let now = 0
  const timerIn = (_: number, fire: () => void) => {
    timers.push(fire)
    return { cancel: () => void timers.splice(timers.indexOf(fire) >>> 0, 1) }
  }
  const post = (message: FromWorker): void => {
    said.push(message)
    if (message.kind === 'due') timers.push(() => runtime.clock(message.at ?? now))
    if (message.kind === 'epoch') turns.push(() => runtime.committed(message.number))
  }
  const random = (): number => 0.5
  const liveness = { now: () => (now += 4), timerIn }
  const ports = { post, liveness, now: () => now, random, yield: (next: () => void) => void turns.push(next) }
  const spec = { id: 'a', name: '', sql, ddl, catalog: 'c', database: 'd', settings: {} }
  const inputs = value === undefined ? [] : [{ topic: 'numbers', partition: 0, offset: 0, end: 1 }]
  const runtime = new JobRuntime({ ...START, inputs, spec, ...start }, ports)
  if (value !== undefined) {
    const bytes = buildBatch({ records: [{ key: null, value }], timestamp: 0 })
    runtime.block(0, { topic: 'numbers', partition: 0, fromOffset: 0, nextOffset: 1, bytes }, 0, [1])
  }
  for (let turn = 0; turn < TURNS; turn++) (turns.shift() ?? timers.shift())?.()
  runtime.stop()
  return said
}

const START: Omit<StartJob, 'spec'> = {
  kind: 'start',
  output: 'tables',
  inputs: [],
  ranges: {},
  partitions: {},
  own: ['here:9092'],
  epoch: 0,
  state: undefined,
  clock: 'system',
  now: 0,
  stateBytes: 10_000,
  bufferedRowCount: 1_000_000,
}

const table = (name: string, columns: string, options: string): string =>
  `CREATE TABLE \`c\`.\`d\`.\`${name}\` (${columns}) WITH (${options})`
const NOWHERE = table('nowhere', 'n BIGINT, many BIGINT', "'connector' = 'blackhole'")

describe('a job whose state nobody keeps', () => {
  const rows = (count: number): string =>
    table(
      'rows',
      'n BIGINT',
      `'connector' = 'datagen', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '${count}'`,
    )
  const GROUPS = 'SELECT n, COUNT(*) FROM `rows` GROUP BY n'

  it.each([
    ['tables', `INSERT INTO nowhere ${GROUPS}`],
    ['rows', GROUPS],
  ] as const)('fails beyond the limit on state, with %s as output', (output, sql) => {
    const ddl = [NOWHERE, rows(1_000_000)]
    expect(run({ output }, ddl, sql).at(-1)).toMatchObject({
      kind: 'failed',
      code: 'SQL_LIMIT',
      text: expect.stringMatching(/^the job's state has \d+ bytes, and 40000 is the most$/) as string,
    })
    expect(run({ output }, [NOWHERE, rows(10)], sql).at(-1)?.kind).not.toBe('failed')
  })
})

describe('a job into nothing', () => {
  it.each([
    ['writes down no state', 'ignore', 0],
    ['writes it down when its dead letters can be seen', 'log', 1],
  ])('%s', (_, mode, chunks) => {
    const numbers = table(
      'numbers',
      'n INT',
      `'connector' = 'kafka', 'topic' = 'numbers', 'properties.bootstrap.servers' = 'here:9092', 'format' = 'json',
       'error-handling.mode' = '${mode}'`,
    )
    const sink = table('nowhere', 'n INT', "'connector' = 'blackhole'")
    const said = run({}, [numbers, sink], 'INSERT INTO nowhere SELECT n FROM numbers', 'no json')
    const epochs = said.filter((message): message is EpochMessage => message.kind === 'epoch')
    expect(epochs.at(-1)).toMatchObject({ positions: [1], state: { length: chunks } })
    expect(epochs.flatMap(({ output }) => output)).toHaveLength(chunks)
  })
})
