import { describe, expect, it } from 'vitest'
import { Audit, Ledger, type Stream } from './ledger.ts'

const STREAM: Stream = 'a/0'

function audited(acknowledged: number, ...read: number[]): string[] {
  const ledger = new Ledger()
  for (let at = 0; at < acknowledged; at++) ledger.acknowledge(STREAM, ledger.next(STREAM))
  const audit = new Audit(ledger)
  const due = audit.snapshot()
  for (const number of read) audit.read(STREAM, number)
  audit.expect(due)
  return audit.failures
}

describe('the audit', () => {
  it('passes what was acknowledged, in order, once', () => {
    expect(audited(3, 0, 1, 2)).toEqual([])
  })

  it('passes a record that was written and never acknowledged', () => {
    expect(audited(2, 0, 1, 2)).toEqual([])
  })

  it('finds a lost end', () => {
    expect(audited(3, 0, 1)).toEqual(['a/0: 2 to 2 were acknowledged and are lost'])
  })

  it('finds a hole', () => {
    expect(audited(4, 0, 3)).toEqual(['a/0: 1 to 2 are missing before 3'])
  })

  it('finds a record that came twice', () => {
    expect(audited(2, 0, 1, 1)).toEqual(['a/0: 1 came twice or out of order; 2 was due'])
  })
})
