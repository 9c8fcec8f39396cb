import { Fault, Refusal, VirtualLiveness } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { FaultReport } from './fault-report.ts'

it('says a fault once for each partition, and again when it goes on', () => {
  const liveness = new VirtualLiveness()
  const lines: [object, string][] = []
  const report = new FaultReport({ error: (fields, text) => lines.push([fields, text]) }, liveness)
  const fault = new Fault('PARTITION_OFFLINE', 'partitions/1000/7.log is damaged')
  const asked = { topic: 'orders', partition: 3 }
  report.tell(fault, asked)
  report.tell(fault, asked)
  report.tell(fault, { topic: 'orders', partition: 4 })
  report.tell(new Refusal('OFFSET_OUT_OF_RANGE', 'no'), asked)
  expect(lines.map(([fields]) => fields)).toEqual([
    { topic: 'orders', partition: 3, code: 'PARTITION_OFFLINE' },
    { topic: 'orders', partition: 4, code: 'PARTITION_OFFLINE' },
  ])
  expect(lines[0]?.[1]).toContain('partitions/1000/7.log is damaged')
  liveness.advance(10_000)
  report.tell(fault, asked)
  expect(lines).toHaveLength(3)
})
