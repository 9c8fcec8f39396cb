import type { Journal } from '../offsets/journal.ts'
import type { OffsetError } from '../offsets/requests.ts'
import type { OffsetService } from '../offsets/service.ts'
import type { GroupEntry } from './entry.ts'
import { writeFailure } from './failure.ts'
import {
  type GroupDescription,
  type ListFilter,
  type ListedGroup,
  describeGroup,
  listedGroup,
  passes,
} from './inspection.ts'
import type { Membership } from './membership.ts'
import type { GroupRegistry } from './registry.ts'

export interface AdministrationPorts {
  readonly registry: GroupRegistry
  readonly membership: Membership
  readonly offsets: OffsetService
  readonly journal: Journal
}

/** Looking at groups, and deleting them. What is told is durable. */
export class Administration {
  readonly #ports: AdministrationPorts

  constructor(ports: AdministrationPorts) {
    this.#ports = ports
  }

  /** undefined when there is no such group. @throws Fault when the log has stopped. */
  async describe(groupId: string): Promise<GroupDescription | undefined> {
    const entry = this.#ports.registry.find(groupId)
    if (entry === undefined) return undefined
    const description = describeGroup(entry.group)
    await entry.settled
    return description
  }

  /** @throws Fault when the log has stopped. */
  async list(filter: ListFilter): Promise<ListedGroup[]> {
    const entries = [...this.#ports.registry.values()]
    const listed = entries.map(({ group }) => listedGroup(group)).filter((group) => passes(group, filter))
    await Promise.all(entries.map(({ settled }) => settled))
    return listed
  }

  /** Deletes a group that nobody takes part in, with its offsets. */
  async delete(groupId: string): Promise<OffsetError> {
    const entry = this.#ports.registry.find(groupId)
    if (entry === undefined) return 'GROUP_ID_NOT_FOUND'
    if (entry.group.state !== 'Empty') return 'NON_EMPTY_GROUP'
    try {
      this.remove(entry)
      await entry.settled
      return 'NONE'
    } catch (thrown) {
      return writeFailure(thrown)
    }
  }

  /** Writes the tombstones of an empty group and of its offsets, and forgets it. */
  remove(entry: GroupEntry): void {
    const groupId = entry.group.id
    this.#ports.offsets.forget(entry, entry.offsets.partitions())
    if (entry.isStored) {
      const { durable } = this.#ports.journal.write(groupId, [{ kind: 'group', groupId, group: undefined }])
      entry.settleWith(durable)
    }
    this.#ports.membership.tell(entry, { kind: 'deleted' })
  }
}
