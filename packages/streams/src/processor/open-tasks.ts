import type { AnyTopic, GroupMember, KafkaClient, Position, TopicPartition } from '@millrace/client'
import { Refusal } from '@millrace/kernel'
import type { ProcessorOptions, StoreSpecs } from './processor-options.ts'
import { changelogOf, restore } from './restore.ts'
import { LayeredStore, nameOf, type StoreSpec } from './store.ts'
import { Task } from './task.ts'

/**
 * The tasks of the partitions, their stores restored. The group's offsets are read first, which waits for transactions of
 * earlier owners to end: what the changelogs hold after that belongs to those offsets.
 */
export async function openTasks<T extends AnyTopic, Specs extends StoreSpecs>(
  kafka: KafkaClient,
  member: GroupMember,
  options: ProcessorOptions<T, Specs>,
  assigned: readonly TopicPartition[],
  signal: AbortSignal,
): Promise<Task[]> {
  await prepareTopics(kafka, options)
  const committed = await member.committed(assigned)
  const tasks = new Map<number, Task>()
  try {
    const openStores = await storeOpener(kafka, options)
    for (const { partition } of assigned) {
      if (!tasks.has(partition)) tasks.set(partition, new Task(partition, await openStores(partition)))
    }
    await restore(kafka, options.id, [...tasks.values()], signal)
    await positioned(kafka, options, assigned, committed, tasks)
    signal.throwIfAborted()
  } catch (error) {
    for (const task of tasks.values()) task.close()
    throw error
  }
  return [...tasks.values()]
}

/** Where each input is read on. */
async function positioned<T extends AnyTopic, Specs extends StoreSpecs>(
  kafka: KafkaClient,
  options: ProcessorOptions<T, Specs>,
  assigned: readonly TopicPartition[],
  committed: readonly Position[],
  tasks: ReadonlyMap<number, Task>,
): Promise<void> {
  const [starts, ends] = await Promise.all([
    offsetsOf(kafka, assigned, options.from ?? 'earliest'),
    offsetsOf(kafka, assigned, 'latest'),
  ])
  for (const { topic, partition } of assigned) {
    const known = committed.find((each) => each.topic === topic && each.partition === partition)
    const start = known?.offset ?? starts.get(topic)?.[partition] ?? 0
    tasks.get(partition)?.open(topic, start, ends.get(topic)?.[partition])
  }
}

async function offsetsOf(
  kafka: KafkaClient,
  partitions: readonly TopicPartition[],
  at: 'earliest' | 'latest',
): Promise<Map<string, number[]>> {
  const names = [...new Set(partitions.map(({ topic }) => topic))]
  const offsets = await Promise.all(names.map((name) => kafka.admin().offsets(name, at)))
  return new Map(names.map((name, index) => [name, offsets[index] ?? []]))
}

type Stores = Map<string, LayeredStore<unknown, unknown>>

/** Opens the stores of a partition: where `state` has them, else in memory. */
async function storeOpener<T extends AnyTopic, Specs extends StoreSpecs>(
  kafka: KafkaClient,
  { id, stores = {} as Specs, state }: ProcessorOptions<T, Specs>,
): Promise<(partition: number) => Promise<Stores>> {
  const specs = Object.entries(stores) as unknown as [string, StoreSpec<unknown, unknown>][]
  const topics =
    state === undefined ? [] : await kafka.admin().describeTopics(specs.map(([name]) => changelogOf(id, name)))
  const ids = new Map(topics.map((each) => [each.name, each.id]))
  return async (partition) => {
    const opened: Stores = new Map()
    try {
      for (const [store, spec] of specs) {
        const place = { id, store, partition, topicId: ids.get(changelogOf(id, store)) ?? '' }
        opened.set(store, new LayeredStore(spec, await state?.open(place, spec, (key) => nameOf(spec, key))))
      }
    } catch (error) {
      for (const store of opened.values()) store.close()
      throw error
    }
    return opened
  }
}

async function prepareTopics<T extends AnyTopic, Specs extends StoreSpecs>(
  kafka: KafkaClient,
  options: ProcessorOptions<T, Specs>,
): Promise<void> {
  const admin = kafka.admin()
  const inputs = await admin.describeTopics(options.inputs.map(({ name }) => name))
  const counts = new Set(inputs.map(({ partitions }) => partitions))
  const stores = Object.keys(options.stores ?? {})
  if (stores.length > 0 && counts.size > 1) {
    const text = inputs.map(({ name, partitions }) => `${name} has ${partitions}`).join(', ')
    throw new Refusal('NOT_COPARTITIONED', `inputs of a processor with stores need as many partitions each: ${text}`)
  }
  const partitions = Math.max(1, ...counts)
  const changelogs = stores.map((store) => ({
    name: changelogOf(options.id, store),
    partitions,
    configs: { 'cleanup.policy': 'compact' },
  }))
  const { deadLetter = '.dlq' } = options
  const letters = deadLetter === 'off' ? [] : options.inputs.map(({ name }) => ({ name: `${name}${deadLetter}` }))
  await admin.ensureTopics([...changelogs, ...letters])
}
