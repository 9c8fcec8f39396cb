import type { Clocks, LogPort, Timer } from '@millrace/kernel'
import { messageOf } from '@millrace/kernel'
import type { Administration } from '../groups/administration.ts'
import type { GroupEntry } from '../groups/entry.ts'
import type { Group } from '../groups/group.ts'
import type { GroupRegistry } from '../groups/registry.ts'
import type { GroupSettings } from '../groups/settings.ts'
import { subscribedTopics } from '../groups/subscription.ts'
import type { OffsetService } from './service.ts'
import type { CommittedOffset, TopicPartitionOffset } from './table.ts'

export interface RetentionPorts {
  readonly clocks: Clocks
  readonly log: Pick<LogPort, 'warn'>
  readonly registry: GroupRegistry
  readonly settings: GroupSettings
  readonly offsets: OffsetService
  readonly administration: Administration
}

/**
 * Forgets offsets that have been kept long enough, and groups that have nothing left (KIP-211). In domain time: a
 * clock that is moved by a week ends what a week ends.
 */
export class OffsetRetention {
  readonly #ports: RetentionPorts
  #timer: Timer | undefined

  constructor(ports: RetentionPorts) {
    this.#ports = ports
    this.#schedule()
  }

  close(): void {
    this.#timer?.cancel()
  }

  /** One round, as the timer runs it. */
  run(): void {
    for (const entry of this.#ports.registry.values()) {
      try {
        this.#clean(entry)
      } catch (thrown) {
        // The log takes nothing now: the next round finds the same.
        const groupId = entry.group.id
        this.#ports.log.warn({ groupId, reason: messageOf(thrown) }, 'the offsets of a group were not expired')
      }
    }
  }

  #schedule(): void {
    const { clocks, settings } = this.#ports
    this.#timer = clocks.domain.timerAt(clocks.domain.now() + settings.offsetsRetentionCheckIntervalMs, () => {
      this.run()
      this.#schedule()
    })
  }

  #clean(entry: GroupEntry): void {
    const { clocks, settings, offsets, administration } = this.#ports
    const now = clocks.domain.now()
    const expired = expiredOffsets(entry, now, settings.offsetsRetentionMs)
    const { group } = entry
    const isLast = group.state === 'Empty' && group.pending.size === 0 && !entry.offsets.hasOpenTransactions
    if (isLast && [...entry.offsets.committed.entries()].length === expired.length) administration.remove(entry)
    else offsets.forget(entry, expired)
  }
}

/** The offsets of a group that have been kept long enough, and that nobody reads on from. */
function expiredOffsets(entry: GroupEntry, now: number, retentionMs: number): TopicPartitionOffset[] {
  const since = countsFrom(entry.group)
  if (since === undefined) return []
  const topics = entry.group.state === 'Stable' ? subscribedTopics(entry.group) : undefined
  return [...entry.offsets.committed.entries()].filter(
    ({ topic, partition, committed }) =>
      topics?.has(topic) !== true &&
      !entry.offsets.isUnstable(topic, partition) &&
      now >= (committed.expiresAt ?? since(committed) + retentionMs),
  )
}

/**
 * From when on an offset's time counts: since the group has been empty, or since the commit for groups without
 * members and for topics that a stable group does not read any more. undefined: its offsets do not expire now.
 */
function countsFrom(group: Group): ((committed: CommittedOffset) => number) | undefined {
  if (group.protocolType === undefined) return ({ committedAt }) => committedAt
  if (group.state === 'Empty') return ({ committedAt }) => group.stateSince ?? committedAt
  const isKnown = group.state === 'Stable' && subscribedTopics(group) !== undefined
  return isKnown ? ({ committedAt }) => committedAt : undefined
}
