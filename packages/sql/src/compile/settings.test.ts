import { describe, expect, it } from 'vitest'
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
})
