import { Refusal } from '@millrace/kernel'
import type { RegisterCommand } from '../command.ts'
import { printJson, printRows, say } from '../output.ts'
import { type KafkaFlags, kafkaFlags, withOperator } from './connection.ts'

const load = () => import('@millrace/console/operator')

/** `name=value` arguments as an object. */
export function settingsOf(pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new Refusal('INVALID_ARGUMENT', `a setting is name=value, not '${pair}'`)
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

/** `millrace topics list|describe|create|alter|delete`. */
export const registerTopics: RegisterCommand = (program, environment) => {
  const topics = program.command('topics').description('list, describe, create, alter and delete topics')
  kafkaFlags(topics.command('list').description('all topics')).action((flags: KafkaFlags) =>
    withOperator(flags, environment, async (admin) => {
      const { listTopics } = await load()
      const rows = (await listTopics(admin)).map(({ name, partitions, records, bytes, cleanupPolicy }) => ({
        name,
        partitions,
        records,
        bytes,
        cleanup: cleanupPolicy,
      }))
      printRows(rows, flags.json === true)
    }),
  )
  kafkaFlags(
    topics.command('describe').argument('<topic>').description('partitions, settings and groups of a topic'),
  ).action((name: string, flags: KafkaFlags) =>
    withOperator(flags, environment, (admin) => describe(admin, name, flags)),
  )
  kafkaFlags(topics.command('create').argument('<topic>').description('make a topic'))
    .option('--partitions <count>', 'how many', '1')
    .option('--replication-factor <count>', "-1 is the cluster's default", '-1')
    .option('--config <name=value...>', 'settings, as Kafka names them')
    .action((name: string, flags: KafkaFlags & CreateFlags) =>
      withOperator(flags, environment, async (admin) => {
        const { createTopic } = await load()
        const [partitions, replicationFactor] = [Number(flags.partitions), Number(flags.replicationFactor)]
        await createTopic(admin, { name, partitions, replicationFactor, settings: settingsOf(flags.config) })
        say(`created ${name}`)
      }),
    )
  kafkaFlags(
    topics.command('alter').argument('<topic>').argument('<name=value...>').description('change settings'),
  ).action((name: string, pairs: string[], flags: KafkaFlags) =>
    withOperator(flags, environment, async (admin) => {
      const { alterSetting } = await load()
      const changed = []
      for (const [setting, value] of Object.entries(settingsOf(pairs))) {
        changed.push(await alterSetting(admin, name, setting, value === '' ? null : value))
      }
      printRows(
        changed.map((one) => ({ name: one.name, before: one.before ?? '-', after: one.after ?? '-' })),
        flags.json === true,
      )
    }),
  )
  kafkaFlags(
    topics.command('delete').argument('<topic...>').description('delete topics with all their records'),
  ).action((names: string[], flags: KafkaFlags) =>
    withOperator(flags, environment, async (admin) => {
      const { deleteTopic } = await load()
      for (const name of names) {
        await deleteTopic(admin, name)
        say(`deleted ${name}`)
      }
    }),
  )
}

interface CreateFlags {
  readonly partitions: string
  readonly replicationFactor: string
  readonly config?: string[]
}

async function describe(
  admin: Parameters<Parameters<typeof withOperator>[2]>[0],
  name: string,
  flags: KafkaFlags,
): Promise<void> {
  const { readSettings, topicDetail } = await load()
  const [detail, settings] = [await topicDetail(admin, name), await readSettings(admin, name)]
  if (flags.json === true) {
    printJson({ ...detail, settings })
    return
  }
  printRows(
    detail.partitions.map(({ partition, start, end, bytes }) => ({ partition, start, end, bytes })),
    false,
  )
  console.log('')
  printRows(
    settings.map((setting) => ({ setting: setting.name, value: setting.value ?? '-', source: setting.source })),
    false,
  )
}
