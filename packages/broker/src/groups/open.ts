import type { Clocks, LogPort, Random } from '@millrace/kernel'
import type { Log, LogPartition } from '@millrace/log'
import { Journal, type OffsetsTopic } from '../offsets/journal.ts'
import { OffsetRetention } from '../offsets/retention.ts'
import { OffsetService, type TopicLookup } from '../offsets/service.ts'
import { Administration } from './administration.ts'
import { Membership } from './membership.ts'
import { GroupRegistry } from './registry.ts'
import { restore } from './restore.ts'
import { DEFAULT_GROUP_SETTINGS, type GroupSettings } from './settings.ts'

export interface GroupOptions {
  readonly log: Log
  readonly clocks: Clocks
  readonly random: Random
  readonly report: Pick<LogPort, 'warn'>
  readonly settings?: Partial<GroupSettings>
  /** The topics that clients commit offsets for. */
  readonly topics: TopicLookup
  /** `__consumer_offsets`: as it is, and made when it is needed. The call that makes it takes effect at once. */
  readonly offsetsTopic: { find(): OffsetsTopic | undefined; make(): OffsetsTopic }
}

/** The group coordinator: who takes part in groups, how far they have read, and what can be done to them. */
export interface Groups {
  readonly registry: GroupRegistry
  readonly membership: Membership
  readonly offsets: OffsetService
  readonly administration: Administration
  readonly journal: Journal
  readonly retention: OffsetRetention
  close(): void
}

/**
 * Reads the groups back from the log and takes up its work.
 *
 * @throws Fault OFFSETS_DAMAGED
 */
export async function openGroups(options: GroupOptions): Promise<Groups> {
  const { log, clocks, random, report, topics, offsetsTopic } = options
  const settings = { ...DEFAULT_GROUP_SETTINGS, ...options.settings }
  const registry = new GroupRegistry(settings.groupCount)
  const journal = new Journal(log, clocks.domain, () => offsetsTopic.find() ?? offsetsTopic.make())
  const membership = new Membership({ clocks, random, log: report, journal, registry, settings })
  const offsets = new OffsetService({ clocks, journal, registry, settings, membership, topics, log: report })
  const administration = new Administration({ registry, membership, offsets, journal })
  await restore(partitionsOf(log, offsetsTopic.find()), { registry, offsets, membership })
  const retention = new OffsetRetention({ clocks, log: report, registry, settings, offsets, administration })
  const close = (): void => {
    retention.close()
    membership.close()
  }
  return { registry, membership, offsets, administration, journal, retention, close }
}

function partitionsOf(log: Log, topic: OffsetsTopic | undefined): LogPartition[] {
  return (topic?.partitions ?? []).flatMap((number) => log.partition(number) ?? [])
}
