import { type Random, seededRandom, virtualClocks } from '@millrace/kernel'
import { type Log, memoryLog } from '@millrace/log'
import { type Groups, openGroups } from '../../src/groups/open.ts'
import type { GroupSettings } from '../../src/groups/settings.ts'

/** Numbers of the partitions of `__consumer_offsets`. */
const PARTITIONS = [7, 8]

export interface FixtureOptions {
  readonly settings?: Partial<GroupSettings>
  readonly random?: Random
  /** Puts something between the groups and the log. */
  readonly wrap?: (log: Log) => Log
}

/** A group coordinator on a log in memory, with clocks that stand still, and topics `a` and `b` of four partitions. */
export async function groupsFixture(options: FixtureOptions = {}) {
  const clocks = virtualClocks(1_000_000)
  const bare = memoryLog({ clocks })
  const log = options.wrap?.(bare) ?? bare
  const topics = new Map<string, { id: string; partitions: readonly number[] }>([
    ['a', { id: '00000000-0000-4000-8000-00000000000a', partitions: [0, 1, 2, 3] }],
    ['b', { id: '00000000-0000-4000-8000-00000000000b', partitions: [0, 1, 2, 3] }],
  ])
  const warnings: string[] = []
  const open = (): Promise<Groups> =>
    openGroups({
      log,
      clocks,
      topics,
      random: options.random ?? seededRandom(1),
      report: { warn: (_, text) => warnings.push(text) },
      settings: options.settings ?? {},
      offsetsTopic: {
        find: () => (bare.partition(PARTITIONS[0] as number) === undefined ? undefined : { partitions: PARTITIONS }),
        make: () => {
          bare.append({ create: PARTITIONS })
          return { partitions: PARTITIONS }
        },
      },
    })
  const fixture = {
    clocks,
    log,
    topics,
    warnings,
    groups: await open(),
    /** What another coordinator would read from the log now. */
    peek: open,
    /** As if the process had died: nothing but the log is left. */
    async restart(): Promise<Groups> {
      await bare.flush()
      fixture.groups.close()
      fixture.groups = await open()
      return fixture.groups
    },
  }
  return fixture
}
