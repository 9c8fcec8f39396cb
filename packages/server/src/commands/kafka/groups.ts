import type { ResetTarget } from '@millrace/console/operator'
import { Refusal } from '@millrace/kernel'
import type { RegisterCommand } from '../command.ts'
import { printJson, printRows, say } from '../output.ts'
import { type KafkaFlags, kafkaFlags, withOperator } from './connection.ts'

const load = () => import('@millrace/console/operator')

interface ResetFlags extends KafkaFlags {
  readonly topic: string
  readonly to: string
  readonly apply?: boolean
}

/** `earliest`, `latest`, an offset, a time (ISO 8601), or a shift (`+10`, `-10`). */
export function resetTarget(text: string): ResetTarget {
  if (text === 'earliest' || text === 'latest') return { kind: text }
  if (/^[+-]\d+$/.test(text)) return { kind: 'shift', by: Number(text) }
  if (/^\d+$/.test(text)) return { kind: 'offset', offset: Number(text) }
  const time = Date.parse(text)
  if (Number.isNaN(time)) {
    throw new Refusal(
      'INVALID_ARGUMENT',
      `--to is earliest, latest, an offset, +n, -n or a time (ISO 8601), not '${text}'`,
    )
  }
  return { kind: 'time', time }
}

/** `millrace groups list|describe|reset|delete`. */
export const registerGroups: RegisterCommand = (program, environment) => {
  const groups = program.command('groups').description('list, describe, reset and delete consumer groups')
  kafkaFlags(groups.command('list').description('all groups')).action((flags: KafkaFlags) =>
    withOperator(flags, environment, async (admin) => {
      const { listGroups } = await load()
      const rows = (await listGroups(admin)).map(({ id, state, members, lag, topics }) => ({
        id,
        state,
        members,
        lag,
        topics: topics.join(','),
      }))
      printRows(rows, flags.json === true)
    }),
  )
  kafkaFlags(groups.command('describe').argument('<group>').description('members, positions and lag')).action(
    (id: string, flags: KafkaFlags) =>
      withOperator(flags, environment, async (admin) => {
        const { describeGroup } = await load()
        const detail = await describeGroup(admin, id)
        if (flags.json === true) {
          printJson(detail)
          return
        }
        say(`${detail.id}: ${detail.state}, ${detail.members.length} members`)
        printRows(
          detail.partitions.map(({ topic, partition, committed, end, lag, member }) => ({
            topic,
            partition,
            committed,
            end,
            lag,
            member,
          })),
          false,
        )
      }),
  )
  kafkaFlags(
    groups.command('reset').argument('<group>').description('move the positions of an empty group; shows them first'),
  )
    .requiredOption('--topic <topic>', 'whose positions')
    .requiredOption('--to <where>', 'earliest, latest, an offset, +n, -n, or a time (ISO 8601)')
    .option('--apply', 'do it; without, only show what would be')
    .action((id: string, flags: ResetFlags) => withOperator(flags, environment, (admin) => reset(admin, id, flags)))
  kafkaFlags(groups.command('delete').argument('<group...>').description('delete empty groups')).action(
    (ids: string[], flags: KafkaFlags) =>
      withOperator(flags, environment, async (admin) => {
        const { deleteGroup } = await load()
        for (const id of ids) {
          await deleteGroup(admin, id)
          say(`deleted ${id}`)
        }
      }),
  )
}

async function reset(
  admin: Parameters<Parameters<typeof withOperator>[2]>[0],
  id: string,
  flags: ResetFlags,
): Promise<void> {
  const { applyReset, previewReset } = await load()
  const preview = await previewReset(admin, id, { topic: flags.topic, to: resetTarget(flags.to) })
  printRows(
    preview.rows.map(({ partition, start, end, current, next }) => ({ partition, start, end, current, next })),
    flags.json === true,
  )
  if (flags.apply !== true) {
    say(preview.refusal ?? 'nothing was changed; add --apply to do it')
    return
  }
  const offsets = preview.rows.map(({ partition, next }) => ({ partition, offset: next }))
  await applyReset(admin, id, { topic: flags.topic, offsets })
  say(`moved ${id}`)
}
