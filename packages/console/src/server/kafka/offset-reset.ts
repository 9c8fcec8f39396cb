import { Refusal } from '@millrace/kernel'
import type { Admin } from '@platformatic/kafka'
import type { ApplyReset, PreviewReset, ResetPreview, ResetRow, ResetTarget } from '../../contract/groups.ts'
import { committedOffsets, findGroup, refuseUnlessEmpty, whyNotEmpty } from './groups.ts'
import { type Range, offsetsAt, ranges } from './offsets.ts'
import { oneTopic } from './topics.ts'

/** What a reset would do to each partition, without doing it. */
export async function previewReset(admin: Admin, id: string, wanted: PreviewReset): Promise<ResetPreview> {
  const group = await findGroup(admin, id)
  const partitions = await chosenPartitions(admin, wanted)
  const topics = new Map([[wanted.topic, partitions]])
  const [known, committed, byTime] = await Promise.all([
    ranges(admin, topics),
    committedOffsets(admin, [id]),
    wanted.to.kind === 'time' ? offsetsAt(admin, topics, BigInt(wanted.to.time)) : new Map<string, never>(),
  ])
  const current = committed.get(id)?.get(wanted.topic)
  const rows = partitions.map((partition) => {
    const range = known.get(wanted.topic)?.get(partition) ?? { start: 0, end: 0 }
    return resetRow(partition, range, current?.get(partition), wanted.to, byTime.get(wanted.topic)?.get(partition))
  })
  const refusal = whyNotEmpty(group, 'reset')
  return { rows, ...(refusal === undefined ? {} : { refusal }) }
}

async function chosenPartitions(admin: Admin, wanted: PreviewReset): Promise<number[]> {
  const count = (await oneTopic(admin, wanted.topic)).partitionsCount
  const all = Array.from({ length: count }, (_, partition) => partition)
  const unknown = wanted.partitions?.find((partition) => partition >= count)
  if (unknown !== undefined)
    throw new Refusal('UNKNOWN_TOPIC_OR_PARTITION', `${wanted.topic} has no partition ${unknown}: 0 to ${count - 1}`)
  return wanted.partitions ?? all
}

/** The row of one partition; pure. A group that never committed is shifted from the partition's end. */
export function resetRow(
  partition: number,
  range: Range,
  current: number | undefined,
  to: ResetTarget,
  atTime: number | undefined,
): ResetRow {
  const asked = target(range, current, to, atTime)
  const next = Math.min(Math.max(asked, range.start), range.end)
  return { partition, ...range, ...(current === undefined ? {} : { current }), next, clamped: next !== asked }
}

function target(range: Range, current: number | undefined, to: ResetTarget, atTime: number | undefined): number {
  switch (to.kind) {
    case 'earliest':
      return range.start
    case 'latest':
      return range.end
    case 'offset':
      return to.offset
    case 'time':
      return atTime ?? range.end
    case 'shift':
      return (current ?? range.end) + to.by
  }
}

/** Commits exactly the offsets that a preview showed; they must still lie inside of the partitions. */
export async function applyReset(admin: Admin, id: string, wanted: ApplyReset): Promise<void> {
  const group = await findGroup(admin, id)
  refuseUnlessEmpty(group, 'reset')
  const partitions = wanted.offsets.map(({ partition }) => partition)
  await chosenPartitions(admin, { topic: wanted.topic, partitions, to: { kind: 'latest' } })
  const known = (await ranges(admin, new Map([[wanted.topic, partitions]]))).get(wanted.topic)
  for (const { partition, offset } of wanted.offsets) {
    const { start, end } = known?.get(partition) ?? { start: 0, end: 0 }
    if (offset < start || offset > end)
      throw new Refusal(
        'OFFSET_OUT_OF_RANGE',
        `Partition ${partition} holds offsets ${start} to ${end}, not ${offset}; preview again`,
      )
  }
  await admin.alterConsumerGroupOffsets({
    groupId: id,
    topics: [
      {
        name: wanted.topic,
        partitionOffsets: wanted.offsets.map(({ partition, offset }) => ({ partition, offset: BigInt(offset) })),
      },
    ],
  })
}
