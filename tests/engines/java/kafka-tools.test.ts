import { waitFor } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { consoleRead, lines, madeTopic, tool } from './tools.ts'

onEachEngine("Kafka's own command-line tools", (engine) => {
  const made = (...more: string[]) => madeTopic(engine, ...more)
  const words = (line: string | undefined): string[] => (line ?? '').trim().split(/\s+/)

  it('make, describe, alter and delete topics', async () => {
    const topic = await made('--partitions', '2', '--config', 'retention.ms=100000')
    expect(await lines('topics', engine, ['--list'])).toContain(topic)
    const [head, ...partitions] = await lines('topics', engine, ['--describe', '--topic', topic])
    expect(head).toMatch(/PartitionCount: 2\tReplicationFactor: 1\tConfigs: .*retention\.ms=100000/)
    expect(partitions.map((line) => line.trim().split('\t').slice(1, 5))).toEqual([
      ['Partition: 0', 'Leader: 1', 'Replicas: 1', 'Isr: 1'],
      ['Partition: 1', 'Leader: 1', 'Replicas: 1', 'Isr: 1'],
    ])
    await lines('topics', engine, ['--alter', '--topic', topic, '--partitions', '5'])
    await waitFor(async () => (await lines('topics', engine, ['--describe', '--topic', topic])).length === 6, {
      what: 'five partitions',
    })
    await lines('topics', engine, ['--delete', '--topic', topic])
    const gone = await waitFor(
      async () => {
        const { code, stdout } = await tool('topics', engine, ['--describe', '--topic', topic])
        return code === 0 ? undefined : stdout
      },
      { what: 'the topic to be gone' },
    )
    expect(gone).toContain(`Topic '${topic}' does not exist as expected`)
  })

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('write and read by the console, codec %s', async (codec) => {
    const topic = await made()
    const write = [
      '--topic',
      topic,
      '--compression-codec',
      codec,
      '--reader-property',
      'parse.key=true',
      '--reader-property',
      'key.separator=:',
    ]
    await lines('producer', engine, write, 'k1:v1\nk2:v2\nk3:v3\n')
    const shown = ['--formatter-property', 'print.key=true', '--formatter-property', 'print.offset=true']
    const read = await consoleRead(engine, topic, '--max-messages', '3', '--timeout-ms', '30000', ...shown)
    expect(read).toEqual(['Offset:0\tk1\tv1', 'Offset:1\tk2\tv2', 'Offset:2\tk3\tv3'])
  })

  it('describe, reset and delete a group', async () => {
    const topic = await made()
    const group = unique('java-group')
    await lines('producer', engine, ['--topic', topic], 'a\nb\nc\n')
    const read = await consoleRead(engine, topic, '--max-messages', '3', '--timeout-ms', '30000', '--group', group)
    expect(read).toEqual(['a', 'b', 'c'])
    const described = async () =>
      words((await lines('groups', engine, ['--describe', '--group', group])).at(-1)).slice(0, 6)
    expect(await described()).toEqual([group, topic, '0', '3', '3', '0'])
    const reset = ['--group', group, '--topic', topic, '--reset-offsets', '--to-offset', '1', '--execute']
    expect(words((await lines('groups', engine, reset)).at(-1))).toEqual([group, topic, '0', '1'])
    expect(await described()).toEqual([group, topic, '0', '1', '3', '2'])
    const state = await lines('groups', engine, ['--describe', '--group', group, '--state'])
    expect(words(state.at(-1)).slice(-2)).toEqual(['Empty', '0'])
    await lines('groups', engine, ['--delete', '--group', group])
    expect(await lines('groups', engine, ['--list'])).not.toContain(group)
  })

  it('set and show settings', async () => {
    const topic = await made()
    const target = ['--entity-type', 'topics', '--entity-name', topic]
    await lines('configs', engine, [
      ...target,
      '--alter',
      '--add-config',
      'max.message.bytes=2000000,cleanup.policy=[compact,delete]',
    ])
    const shown = await lines('configs', engine, [...target, '--describe'])
    expect(shown.join('\n')).toContain(
      'max.message.bytes=2000000 sensitive=false synonyms={DYNAMIC_TOPIC_CONFIG:max.message.bytes=2000000',
    )
    await lines('configs', engine, [...target, '--alter', '--delete-config', 'max.message.bytes'])
    expect((await lines('configs', engine, [...target, '--describe'])).join('\n')).not.toContain('max.message.bytes')
  })

  it('tell the offsets of partitions', async () => {
    const topic = await made()
    await lines('producer', engine, ['--topic', topic], 'a\nb\n')
    expect(await lines('offsets', engine, ['--topic', topic])).toEqual([`${topic}:0:2`])
    expect(await lines('offsets', engine, ['--topic', topic, '--time', 'earliest'])).toEqual([`${topic}:0:0`])
  })

  it('read the versions of every request', async () => {
    const shown = await lines('versions', engine, [])
    const produce = shown.find((line) => line.includes('Produce(0)'))
    // 0-2 are in the list for librdkafka's sake, and no client may take that for the end of the range.
    expect(produce).toMatch(/Produce\(0\): 0 to (11|12|13)/)
  })

  it('measure an idempotent producer, a consumer and the way between', async () => {
    const topic = await made('--partitions', '3')
    const write = [
      '--topic',
      topic,
      '--num-records',
      '20000',
      '--record-size',
      '100',
      '--throughput',
      '-1',
      '--command-property',
      `bootstrap.servers=${engine.brokers}`,
      'acks=all',
    ]
    expect((await lines('producerPerformance', engine, write)).at(-1)).toMatch(/^20000 records sent/)
    const read = ['--topic', topic, '--num-records', '20000', '--timeout', '30000']
    expect((await lines('consumerPerformance', engine, read)).at(-1)?.split(', ')[4]).toBe('20000')
    const single = await made()
    const there = ['--topic', single, '--num-records', '100', '--producer-acks', 'all', '--record-size', '100']
    expect((await lines('latency', engine, there)).at(-1)).toMatch(/^Percentiles: 50th = \d+/)
  })

  it('measure a transactional producer', async () => {
    const topic = await made()
    const write = [
      '--topic',
      topic,
      '--num-records',
      '5000',
      '--record-size',
      '100',
      '--throughput',
      '-1',
      '--transactional-id',
      unique('java-tx'),
      '--transaction-duration-ms',
      '100',
      '--command-property',
      `bootstrap.servers=${engine.brokers}`,
    ]
    expect((await lines('producerPerformance', engine, write)).at(-1)).toMatch(/^5000 records sent/)
    const isolated = ['--isolation-level', 'read_committed']
    const read = await consoleRead(engine, topic, ...isolated, '--max-messages', '5000', '--timeout-ms', '30000')
    expect(read).toHaveLength(5000)
  })
})
