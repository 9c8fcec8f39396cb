import type { AnyTopic, GroupMember, KafkaClient, TopicPartition } from '@millrace/client'
import { Refusal } from '@millrace/kernel'
import { readThrough } from '../view/read-through.ts'
import type { ProcessorOptions, StoreSpecs } from './processor-options.ts'
import { LayeredStore, type StoreSpec } from './store.ts'
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
  for (const { partition } of assigned) {
    if (!tasks.has(partition)) tasks.set(partition, new Task(partition, newStores(options.stores ?? {})))
  }
  await restore(kafka, options, [...tasks.values()], signal)
  const [starts, ends] = await Promise.all([
    offsetsOf(kafka, assigned, options.from ?? 'earliest'),
    offsetsOf(kafka, assigned, 'latest'),
  ])
  for (const { topic, partition } of assigned) {
    const known = committed.find((each) => each.topic === topic && each.partition === partition)
    const start = known?.offset ?? starts.get(topic)?.[partition] ?? 0
    tasks.get(partition)?.open(topic, start, ends.get(topic)?.[partition])
  }
  return [...tasks.values()]
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

function newStores(specs: StoreSpecs): Map<string, LayeredStore<unknown, unknown>> {
  return new Map(
    Object.entries(specs).map(([name, spec]) => [name, new LayeredStore(spec as StoreSpec<unknown, unknown>)]),
  )
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
    name: `${options.id}-${store}-changelog`,
    partitions,
    configs: { 'cleanup.policy': 'compact' },
  }))
  const { deadLetter = '.dlq' } = options
  const letters = deadLetter === 'off' ? [] : options.inputs.map(({ name }) => ({ name: `${name}${deadLetter}` }))
  await admin.ensureTopics([...changelogs, ...letters])
}

async function restore<T extends AnyTopic, Specs extends StoreSpecs>(
  kafka: KafkaClient,
  options: ProcessorOptions<T, Specs>,
  tasks: readonly Task[],
  signal: AbortSignal,
): Promise<void> {
  const stores = new Map<string, LayeredStore<unknown, unknown>>()
  for (const task of tasks) {
    for (const [name, store] of task.stores) stores.set(`${options.id}-${name}-changelog:${task.partition}`, store)
  }
  const partitions = [...stores.keys()].map((key) => {
    const at = key.lastIndexOf(':')
    return { topic: key.slice(0, at), partition: Number(key.slice(at + 1)) }
  })
  let failed: unknown
  await readThrough(kafka, {
    partitions,
    signal,
    take: ({ topic, partition, records }) => {
      try {
        for (const record of records) stores.get(`${topic}:${partition}`)?.restore(record)
      } catch (error) {
        failed ??= error
      }
    },
  })
  if (failed !== undefined) throw failed
}
