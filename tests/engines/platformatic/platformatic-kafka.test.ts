import { waitFor } from '@millrace/testkit'
import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka'
import { expect, it } from 'vitest'
import { COMPACTED, EAGER, compacted } from '../harness/compaction.ts'
import { Load } from '../harness/load.ts'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { client, collect } from './client.ts'

onEachEngine('@platformatic/kafka', (engine) => {
  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'produces and consumes, codec %s',
    async (compression) => {
      const { topic, producer, consumer } = client(engine)
      const name = await topic()
      const value = 'a compressible value '.repeat(50)
      const messages = Array.from({ length: 100 }, (_, at) => ({
        topic: name,
        key: `k${at}`,
        value,
        headers: { at: String(at) },
      }))
      await producer().send({ messages, compression })
      const read = await collect(consumer(), name)
      await read.reach(100)
      expect(read.messages.map(({ key }) => key)).toEqual(messages.map(({ key }) => key))
      expect(read.messages.every((message) => message.value === value)).toBe(true)
      expect(read.messages[42]?.headers.get('at')).toBe('42')
      expect(read.messages[42]?.offset).toBe(42n)
    },
  )

  it('writes idempotently to several partitions', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic(3)
    const sender = producer({ idempotent: true })
    for (let round = 0; round < 30; round++) {
      await sender.send({ messages: [0, 1, 2].map((partition) => ({ topic: name, partition, value: String(round) })) })
    }
    const read = await collect(consumer(), name)
    await read.reach(90)
    for (const partition of [0, 1, 2]) {
      const values = read.messages
        .filter((message) => message.partition === partition)
        .map(({ value }) => Number(value))
      expect(values).toEqual(Array.from({ length: 30 }, (_, round) => round))
    }
  })

  it('shows committed records, hides aborted ones', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic()
    const sender = producer({ idempotent: true, transactionalId: unique('tx') })
    for (const [value, fate] of [
      ['one', 'commit'],
      ['two', 'abort'],
      ['three', 'commit'],
    ] as const) {
      const transaction = await sender.beginTransaction()
      await transaction.send({ messages: [{ topic: name, value }] })
      await transaction[fate]()
    }
    const committed = await collect(consumer({ isolationLevel: 1 }), name)
    await committed.reach(2)
    const everything = await collect(consumer({ isolationLevel: 0 }), name)
    await everything.reach(3)
    expect(committed.messages.map(({ value }) => value)).toEqual(['one', 'three'])
    expect(everything.messages.map(({ value }) => value)).toEqual(['one', 'two', 'three'])
  })

  it('shares a group, and one member takes all over when the other leaves', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic(4)
    const groupId = unique('group')
    const quick = { groupId, sessionTimeout: 6000, heartbeatInterval: 200, rebalanceTimeout: 6000 }
    const members = [consumer(quick), consumer(quick)] as const
    const reads = await Promise.all(members.map((member) => collect(member, name)))
    const share = (at: number): number => members[at]?.assignments?.[0]?.partitions.length ?? 0
    await waitFor(() => share(0) === 2 && share(1) === 2, { what: 'two partitions each' })
    const sender = producer()
    const round = (value: string) =>
      sender.send({ messages: [0, 1, 2, 3].map((partition) => ({ topic: name, partition, value })) })
    await round('shared')
    await waitFor(() => reads.flatMap(({ messages }) => messages).length >= 4, { what: 'the shared records' })
    await reads[0]?.stream.close()
    await members[0].leaveGroup(true)
    await waitFor(() => share(1) === 4, { what: 'all partitions for the other' })
    await round('alone')
    const alone = (at: number) => reads[at]?.messages.filter(({ value }) => value === 'alone').length
    await waitFor(() => alone(1) === 4, { what: 'the records for one' })
    expect(alone(0)).toBe(0)
  })

  it('leaves no record out while members come and go under load', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic(6)
    const quick = { groupId: unique('group'), sessionTimeout: 6000, heartbeatInterval: 200, rebalanceTimeout: 6000 }
    const join = async () => {
      const member = consumer(quick)
      return { member, read: await collect(member, name) }
    }
    const leave = async ({ member, read }: Awaited<ReturnType<typeof join>>) => {
      await read.stream.close()
      await member.leaveGroup(true)
    }
    const sender = producer({ idempotent: true })
    const load = new Load(30, (values) =>
      sender.send({ messages: values.map((value, at) => ({ topic: name, partition: at % 6, value })) }),
    )
    const all = [(await join()).read]
    for (let round = 0; round < 3; round++) {
      const visitor = await load.during(join())
      const { messages } = visitor.read
      all.push(visitor.read)
      await load.during(waitFor(() => messages.length > 0, { what: 'a share for the new member' }))
      await load.during(leave(visitor))
    }
    const values = () => new Set(all.flatMap(({ messages }) => messages.map(({ value }) => value)))
    await waitFor(() => values().size === load.sent, { what: `all of ${load.sent} records` })
  })

  it('finds offsets by time', async () => {
    const { admin, topic, producer } = client(engine)
    // Old timestamps: without this, retention would take the records away.
    const name = await topic(1, { 'retention.ms': '-1' })
    const sender = producer()
    for (const timestamp of [1000n, 3000n, 2000n]) {
      await sender.send({ messages: [{ topic: name, value: 'v', timestamp }] })
    }
    const manager = admin()
    const at = async (timestamp: bigint) => {
      const [found] = await manager.listOffsets({ topics: [{ name, partitions: [{ partitionIndex: 0, timestamp }] }] })
      return found?.partitions[0]?.offset
    }
    const times = [0n, 1000n, 1001n, 3000n, 3001n]
    const offsets: unknown[] = []
    for (const time of times) offsets.push(await at(time))
    expect(offsets).toEqual([0n, 0n, 1n, 1n, -1n])
  })

  it('reads the last value of each key when a topic was compacted', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic(1, EAGER)
    const plain = producer()
    const left = await compacted({
      send: async (records) => {
        for (const [key, value] of records) {
          // The client types a deletion as a record that says nothing of its value.
          await plain.send({ messages: [{ topic: name, key, ...(value === null ? {} : { value }) }] })
        }
      },
      read: async (last) => {
        const { messages, stream } = await collect(consumer(), name)
        await waitFor(() => messages.some(({ value }) => value === last), { what: 'the tick' })
        await stream.close()
        return messages.map(({ offset, key, value }) => ({ offset: String(offset), key, value }))
      },
    })
    expect(left).toEqual(COMPACTED)
  })

  it('administers topics, settings and records', async () => {
    const { admin, topic, producer } = client(engine)
    const name = await topic(2)
    const manager = admin()
    expect(await manager.listTopics()).toContain(name)
    const target = { resourceType: ConfigResourceTypes.TOPIC, resourceName: name }
    const change = { name: 'retention.ms', value: '1000000', configOperation: IncrementalAlterConfigOperationTypes.SET }
    await manager.incrementalAlterConfigs({ resources: [{ ...target, configs: [change] }] })
    const retention = async () => {
      const [described] = await manager.describeConfigs({
        resources: [{ ...target, configurationKeys: ['retention.ms'] }],
      })
      return described?.configs[0]?.value
    }
    await waitFor(async () => (await retention()) === '1000000', { what: 'the new setting' })
    await producer().send({ messages: ['a', 'b', 'c'].map((value) => ({ topic: name, partition: 0, value })) })
    await manager.deleteRecords({ topics: [{ name, partitions: [{ partition: 0, offset: 2n }] }] })
    const at = async (timestamp: bigint) =>
      (await manager.listOffsets({ topics: [{ name, partitions: [{ partitionIndex: 0, timestamp }] }] }))[0]
        ?.partitions[0]?.offset
    expect(await at(-2n)).toBe(2n)
    expect(await at(-1n)).toBe(3n)
    await manager.deleteTopics({ topics: [name] })
    await waitFor(async () => !(await manager.listTopics()).includes(name), { what: 'the topic to be gone' })
  })
})
