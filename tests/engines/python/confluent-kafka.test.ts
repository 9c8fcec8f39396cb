import { expect, it } from 'vitest'
import { COMPACTED, EAGER } from '../harness/compaction.ts'
import { onEachEngine } from '../harness/on-each-engine.ts'
import { python } from './python.ts'

onEachEngine('confluent-kafka for Python', (engine) => {
  it('carries records through every codec, and does compress', async () => {
    const equal = { left: 0, keys_in_order: true, values_equal: true, headers_equal: true, times_equal: true }
    expect(await python('codecs', engine)).toEqual([
      { codec: 'none', compressed: false, ...equal },
      { codec: 'gzip', compressed: true, ...equal },
      { codec: 'snappy', compressed: true, ...equal },
      { codec: 'lz4', compressed: true, ...equal },
      { codec: 'zstd', compressed: true, ...equal },
    ])
  })

  it('writes idempotently with five requests in flight', async () => {
    expect(await python('idempotent', engine)).toEqual([
      { partition: 0, in_order: true },
      { partition: 1, in_order: true },
      { partition: 2, in_order: true },
      { left: 0, failed: [], delivered: 3000 },
    ])
  })

  const shares = (list: number[]) => ({ shares: list, covered: true })

  it.each(['range', 'roundrobin'])('rebalances eagerly by %s: who stays gives all up', async (assignor) => {
    expect(await python('group', engine, assignor)).toEqual([
      shares([6]),
      shares([3, 3]),
      { first_lost_at_once: 6 },
      shares([2, 2, 2]),
      shares([6]),
    ])
  })

  it('rebalances by cooperative-sticky: who stays gives up only what moves', async () => {
    expect(await python('group', engine, 'cooperative-sticky')).toEqual([
      shares([6]),
      shares([3, 3]),
      { first_lost_at_once: 3 },
      shares([2, 2, 2]),
      shares([6]),
    ])
  })

  it('leaves no record out while members come and go under load', async () => {
    const visits = [true, true, true]
    expect(await python('load', engine)).toEqual([{ visitors_read: visits, wrote: true, failed: 0, left_out: 0 }])
  })

  it('reads the last value of each key when a topic was compacted', async () => {
    expect(await python('compaction', engine, JSON.stringify(EAGER))).toEqual([{ left: COMPACTED }])
  })

  it('gives a static member its partitions back without a rebalance', async () => {
    expect(await python('static_members', engine)).toEqual([{ same_partitions: true, changes_of_the_other: 0 }])
  })

  it('commits, aborts, copies exactly once and is fenced in transactions', async () => {
    expect(await python('transactions', engine)).toEqual([
      { committed: ['one', 'three', 'five'], everything: ['one', 'two', 'three', 'four', 'five'] },
      { commit: false, taken: 6, done: [false, false] },
      { commit: true, taken: 6, done: [true, true] },
      { copied: ['five!', 'five!', 'one!', 'one!', 'three!', 'three!'] },
      { fenced: true, fatal: true, code: '_FENCED' },
    ])
  })

  it('finds offsets by time, at the ends, and those committed', async () => {
    expect(await python('offsets', engine)).toEqual([
      { low: 0, high: 3, at: { 0: 0, 1000: 0, 1001: 1, 3000: 1, 3001: -1 } },
      { spec: 'earliest', offset: 0, timestamp: -1 },
      { spec: 'latest', offset: 3, timestamp: -1 },
      { spec: 'max', offset: 1, timestamp: 3000 },
      { spec: 'time', offset: 1, timestamp: 3000 },
      { committed: 2, metadata: 'note', nothing: -1001 },
      { resumed: ['2000'] },
    ])
  })

  it('administers topics, settings, records, groups and the cluster', async () => {
    expect(await python('administration', engine)).toMatchObject([
      { step: 'topic', name: true, partitions: [0, 1], internal: false, copies: [1, 1] },
      { step: 'settings', retention: '3600000', own: 1, default: 'delete', default_source: 5, read_only: false },
      { step: 'alter', outcome: 'done' },
      { step: 'altered', policy: ['compact', 'delete'], retention: '604800000', segment: '2097152' },
      { step: 'more partitions', outcome: 'done' },
      { step: 'fewer partitions', outcome: 'INVALID_PARTITIONS' },
      { step: 'partitions', count: 5 },
      { step: 'delete records', low: 4, left: ['4', '5', '6', '7', '8', '9'] },
      {
        step: 'group',
        state: 'STABLE',
        assignor: 'range',
        simple: false,
        client: 'described',
        assigned: [[true, 0]],
        delete: 'NON_EMPTY_GROUP',
      },
      { step: 'groups', listed: [['EMPTY', false]] },
      { step: 'group offsets', offsets: [[0, 6]] },
      { step: 'group deleted', outcome: 'done', again: 'GROUP_ID_NOT_FOUND' },
      { step: 'cluster', nodes: [engine.brokers], controller: true },
      { step: 'topic deleted', outcome: 'done', again: 'UNKNOWN_TOPIC_OR_PART' },
      {
        step: 'refused',
        outcomes: [
          'TOPIC_EXCEPTION',
          'INVALID_REPLICATION_FACTOR',
          'INVALID_PARTITIONS',
          'INVALID_CONFIG',
          'TOPIC_ALREADY_EXISTS',
        ],
      },
    ])
  })

  it('is refused with the codes of Kafka', async () => {
    expect(await python('refusals', engine)).toEqual([
      { step: 'too large', outcome: 'MSG_SIZE_TOO_LARGE', fits: 'done' },
      { step: 'no key', outcome: 'INVALID_RECORD' },
      { step: 'unknown topic', outcome: 'UNKNOWN_TOPIC_OR_PART' },
      { step: 'beyond the end', outcome: '_AUTO_OFFSET_RESET' },
    ])
  })
})
