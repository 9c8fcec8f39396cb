import { Refusal } from '@millrace/kernel'
import type { StoredRecord } from '@millrace/log'
import { describe, expect, it } from 'vitest'
import { Driver } from '../../test/groups/driver.ts'
import { type ConsumerOffsetsRecord, decodeRecord, encodeRecord } from './records.ts'

const committed = {
  offset: 42,
  leaderEpoch: 7,
  metadata: 'note',
  committedAt: 1_000,
  expiresAt: undefined,
  topicId: '00000000-0000-4000-8000-00000000000a',
  recordOffset: 5,
}

const stored = (record: ConsumerOffsetsRecord): StoredRecord => {
  const { key, value } = encodeRecord(record)
  return { offset: 5, timestamp: 0, key: key as Buffer, value: (value ?? null) as Buffer | null, headers: [] }
}

describe('records of __consumer_offsets', () => {
  it.each<ConsumerOffsetsRecord>([
    { kind: 'offset', groupId: 'g', topic: 't', partition: 3, committed },
    { kind: 'offset', groupId: 'g', topic: 't', partition: 3, committed: undefined },
    { kind: 'group', groupId: 'g', group: undefined },
    { kind: 'group', groupId: 'g', group: new Driver().stable(3, () => ({ instanceId: undefined })).group },
  ])('come back as they were written: $kind', (record) => {
    expect(decodeRecord(stored(record))).toEqual(record)
  })

  it('that expire are of the version that can say so', () => {
    const expiring = { ...committed, leaderEpoch: -1, topicId: undefined, expiresAt: 9_000 }
    const record: ConsumerOffsetsRecord = {
      kind: 'offset',
      groupId: 'g',
      topic: 't',
      partition: 0,
      committed: expiring,
    }
    expect(stored(record).value?.readInt16BE(0)).toBe(1)
    expect(decodeRecord(stored(record))).toEqual(record)
  })

  it('lie in the log as Kafka lays them out', () => {
    const { key, value } = stored({ kind: 'offset', groupId: 'g', topic: 't', partition: 3, committed })
    expect(key?.toString('hex')).toBe(`0001${'000167'}${'000174'}${'00000003'}`)
    // Version 4, flexible: offset, leader epoch, compact metadata, commit time, one tagged field with the topic's id.
    const id = committed.topicId.replaceAll('-', '')
    expect(value?.toString('hex')).toBe(
      `0004${'000000000000002a'}${'00000007'}${'056e6f7465'}${'00000000000003e8'}01${'0010'}${id}`,
    )
    const group = stored({ kind: 'group', groupId: 'g', group: new Driver().stable(1).group })
    expect(group.key?.toString('hex')).toBe('0002000167')
    expect(group.value?.toString('hex')).toBe(
      [
        '0003', // version
        '0008636f6e73756d6572', // protocol type: consumer
        '00000001', // generation
        '000572616e6765', // protocol: range
        '00026d31', // leader: m1
        '00000000000003e8', // state since
        '00000001', // members
        '00026d31', // id
        'ffff', // instance id
        '0006636c69656e74', // client id
        '000a2f3132372e302e302e31', // host
        '0000ea60', // rebalance time-out
        '00002710', // session time-out
        '00000006746f70696373', // subscription: topics
        '0000000a70617274206f66206d31', // assignment: part of m1
      ].join(''),
    )
  })

  it('of kinds that are not known here are passed over', () => {
    expect(
      decodeRecord({ offset: 0, timestamp: 0, key: Buffer.from('0003', 'hex'), value: null, headers: [] }),
    ).toBeUndefined()
  })

  it.each(['', '00', '0001', '00010001', '0002000167ff'])('that are damaged are refused: key %j', (key) => {
    const record = { offset: 0, timestamp: 0, key: Buffer.from(key, 'hex'), value: null, headers: [] }
    expect(() => decodeRecord(record)).toThrow(Refusal)
  })
})
