import { INSERT, KIND_SYMBOLS } from '@millrace/dataflow'
import { describe, expect, it } from 'vitest'
import { context, plansOf, sessionWith } from '../../test/run.ts'
import { compileJob } from './job.ts'
import { jobSettings } from './settings.ts'

const of = (settings: Record<string, string>) => jobSettings(new Map(Object.entries(settings)))

describe('settings of a job', () => {
  it('are those of Flink when nothing is said', () => {
    expect(of({})).toEqual({ zone: 'UTC', stateTtlMs: 0, dropsNulls: false, miniBatch: undefined })
  })

  it.each([
    ['1 h', 3_600_000],
    ['12h', 43_200_000],
    ['2 days', 172_800_000],
    ['500 ms', 500],
    ['30 min', 1_800_000],
    ['250', 250],
  ])('read the duration %s', (text, ms) => {
    expect(of({ 'table.exec.state.ttl': text }).stateTtlMs).toBe(ms)
  })

  it.each([
    [{ 'table.exec.state.ttl': 'long' }, "say a duration such as '1 h'"],
    [{ 'table.local-time-zone': 'Mars/Olympus' }, "say a zone such as 'UTC'"],
    [{ 'table.exec.mini-batch.enabled': 'true' }, "'table.exec.mini-batch.size' greater than zero"],
  ])('refuse what makes no sense', (settings, text) => {
    expect(() => of(settings)).toThrow(text)
  })

  it('take mini-batches with both of their bounds', () => {
    const miniBatch = of({
      'table.exec.mini-batch.enabled': 'true',
      'table.exec.mini-batch.allow-latency': '5 s',
      'table.exec.mini-batch.size': '1000',
    }).miniBatch
    expect(miniBatch).toEqual({ rows: 1000, latencyMs: 5000 })
  })

  it('reach the operators: what is not written for the state’s time to live is forgotten', () => {
    const session = sessionWith('CREATE TABLE t (k STRING)', "SET 'table.exec.state.ttl' = '1 h'")
    const lines: string[] = []
    const { settings } = session
    const plans = plansOf(session.execute('SELECT k, COUNT(*) FROM t GROUP BY k'))
    const job = compileJob(plans, {
      ...context,
      settings,
      receive: (_table, kind, row) => void lines.push(`${KIND_SYMBOLS[kind]} ${row.join(' ')}`),
    })
    for (const minute of [0, 30, 80, 141]) {
      job.graph.clock(minute * 60_000)
      job.graph.push(job.sources[0]?.node ?? -1, INSERT, ['a'])
    }
    expect(lines).toEqual(['+I a 1', '-U a 1', '+U a 2', '-U a 2', '+U a 3', '+I a 1'])
  })
})
