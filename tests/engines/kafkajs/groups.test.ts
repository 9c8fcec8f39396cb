import { waitFor } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { Load } from '../harness/load.ts'
import { onEachEngine, unique } from '../harness/on-each-engine.ts'
import { client, collect, type Read } from './client.ts'

onEachEngine('a kafkajs group', (engine) => {
  const PARTITIONS = 4
  const partitionsOf = (read: Read, from = 0): number[] =>
    [...new Set(read.messages.slice(from).map(({ partition }) => partition))].sort()

  it('shares the partitions among its members and shares them anew when one leaves', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic({ numPartitions: PARTITIONS })
    const groupId = unique('group')
    const sender = await producer()
    const round = (value: string) =>
      sender.send({
        topic: name,
        messages: Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, value })),
      })
    const first = await consumer({ groupId, heartbeatInterval: 200 })
    const second = await consumer({ groupId, heartbeatInterval: 200 })
    const shares = new Map<string, number>()
    for (const member of [first, second]) {
      member.on(member.events.GROUP_JOIN, ({ payload }) => {
        shares.set(payload.memberId, payload.memberAssignment[name]?.length ?? 0)
      })
    }
    const reads = [await collect(first, [name]), await collect(second, [name])] as const
    await waitFor(() => [...shares.values()].filter((share) => share === 2).length === 2, {
      what: 'two members with two partitions each',
    })
    await round('shared')
    await waitFor(() => reads[0].messages.length + reads[1].messages.length >= PARTITIONS, {
      what: 'the shared records',
    })
    expect([...partitionsOf(reads[0]), ...partitionsOf(reads[1])].sort()).toEqual([0, 1, 2, 3])

    await first.disconnect()
    const before = reads[1].messages.length
    await waitFor(() => [...shares.values()].includes(PARTITIONS), { what: 'the other member with all partitions' })
    await round('alone')
    await reads[1].reach(before + PARTITIONS)
    expect(partitionsOf(reads[1], before)).toEqual([0, 1, 2, 3])
  })

  it('leaves no record out while members come and go under load', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic({ numPartitions: 6 })
    const groupId = unique('group')
    const join = async () => {
      const member = await consumer({ groupId, heartbeatInterval: 200 })
      return { member, read: await collect(member, [name]) }
    }
    const sender = await producer({ idempotent: true, maxInFlightRequests: 1 })
    const first = await join()
    const passing: Read[] = []
    const load = new Load(30, (values) =>
      sender.send({ topic: name, messages: values.map((value, at) => ({ partition: at % 6, value })) }),
    )
    for (let round = 0; round < 3; round++) {
      const { member, read } = await load.during(join())
      passing.push(read)
      await load.during(waitFor(() => read.messages.length > 0, { what: 'a share for the new member' }))
      await load.during(member.disconnect())
    }
    const values = () =>
      new Set([first.read, ...passing].flatMap(({ messages }) => messages.map(({ message }) => String(message.value))))
    await waitFor(() => values().size === load.sent, { what: `all of ${load.sent} records` })
    expect(values().size).toBe(load.sent)
  })

  it('goes on where the group stopped, without loss or repetition', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic()
    const groupId = unique('group')
    const sender = await producer()
    const values = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({ value: String(from + at) }))
    await sender.send({ topic: name, messages: values(0, 50) })
    const first = await consumer({ groupId })
    const before = await collect(first, [name])
    await before.reach(50)
    await first.disconnect()
    await sender.send({ topic: name, messages: values(50, 50) })
    const after = await collect(await consumer({ groupId }), [name])
    await after.reach(50)
    expect(after.messages.map(({ message }) => Number(message.value))).toEqual(
      Array.from({ length: 50 }, (_, at) => 50 + at),
    )
  })

  it('begins at the end when it was told so and has nothing committed', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic()
    const sender = await producer()
    await sender.send({ topic: name, messages: [{ value: 'early' }] })
    const reader = await consumer()
    const joined = waitForEvent(reader, reader.events.FETCH)
    const read = await collect(reader, [name], 'end')
    await joined
    await sender.send({ topic: name, messages: [{ value: 'late' }] })
    await read.reach(1)
    expect(read.lines()).toEqual(['0:1:late'])
  })

  it('gives each of two groups every record', async () => {
    const { topic, producer, consumer } = client(engine)
    const name = await topic({ numPartitions: 2 })
    await (
      await producer()
    ).send({ topic: name, messages: [0, 1, 2, 3].map((value) => ({ partition: value % 2, value: String(value) })) })
    const reads = [await collect(await consumer(), [name]), await collect(await consumer(), [name])]
    for (const read of reads) {
      await read.reach(4)
      expect(read.messages.map(({ message }) => String(message.value)).sort()).toEqual(['0', '1', '2', '3'])
    }
  })

  it('commits what it is told with its metadata, and seeks', async () => {
    const { topic, producer, consumer, admin } = client(engine)
    const name = await topic()
    const groupId = unique('group')
    await (await producer()).send({ topic: name, messages: [0, 1, 2, 3, 4].map((value) => ({ value: String(value) })) })
    const reader = await consumer({ groupId })
    const read = await collect(reader, [name])
    await read.reach(5)
    await reader.commitOffsets([{ topic: name, partition: 0, offset: '3', metadata: 'half way' }])
    const [committed] = await (await admin()).fetchOffsets({ groupId, topics: [name] })
    expect(committed?.partitions).toEqual([{ partition: 0, offset: '3', metadata: 'half way' }])
    reader.seek({ topic: name, partition: 0, offset: '1' })
    await read.reach(9)
    expect(read.lines().slice(5)).toEqual(['0:1:1', '0:2:2', '0:3:3', '0:4:4'])
  })

  it('is described while it lives and can be deleted when it is empty', async () => {
    const { topic, consumer, admin } = client(engine)
    const name = await topic()
    const groupId = unique('group')
    const reader = await consumer({ groupId })
    await collect(reader, [name])
    const manager = await admin()
    const stable = await waitFor(
      async () => (await manager.describeGroups([groupId])).groups.find(({ state }) => state === 'Stable'),
      { what: 'a stable group' },
    )
    expect(stable).toMatchObject({ groupId, protocol: 'RoundRobinAssigner', protocolType: 'consumer' })
    expect(stable.members).toHaveLength(1)
    expect(stable.members[0]?.clientId).toBe('kafkajs-suite')
    expect((await manager.listGroups()).groups).toContainEqual({ groupId, protocolType: 'consumer' })
    await expect(manager.deleteGroups([groupId])).rejects.toMatchObject({ groups: [{ groupId, errorCode: 68 }] })
    await reader.disconnect()
    expect(await manager.deleteGroups([groupId])).toMatchObject([{ groupId, errorCode: 0 }])
    expect((await manager.describeGroups([groupId])).groups[0]?.state).toBe('Dead')
  })
})

function waitForEvent(
  consumer: Awaited<ReturnType<ReturnType<typeof client>['consumer']>>,
  event: 'consumer.fetch',
): Promise<void> {
  return new Promise((resolve) => {
    const remove = consumer.on(event, () => {
      remove()
      resolve()
    })
  })
}
