import { type Random, below, fraction, shuffled } from '@millrace/kernel'
import { type Drawn, drawn, drawnPlus } from './names.ts'

/** A producer as the model knows it: who it says it is, and where its sequences stand. */
export interface KnownProducer {
  readonly name: string
  readonly transactionalId: string | null
  readonly sequences: Map<string, number>
}

/** A group with at most one member, so that no join waits for somebody else. */
export interface KnownGroup {
  readonly id: string
  /** Named to the coordinator, but not yet joined: the next join must be its. */
  pending: string | undefined
  member: string | undefined
}

/**
 * The model that keeps random requests meaningful: a few names that requests meet again and again, some of which are
 * there and some not, and values that are mostly right.
 */
export class World {
  readonly random: Random
  readonly prefix: string
  /** Milliseconds since epoch: the records' time. */
  readonly start: number
  /** Topics that come and go. */
  readonly fleeting: readonly string[]
  /** Topics that stay. */
  readonly lasting: readonly string[]
  readonly producers: readonly KnownProducer[]
  /** Groups that keep an offset of the first topic, so that they stay whoever leaves them. */
  readonly groups: readonly KnownGroup[]
  /** A group without members that comes and goes. */
  readonly passing: KnownGroup
  #made = 0

  constructor(random: Random, prefix: string, start: number) {
    this.random = random
    this.prefix = prefix
    this.start = start
    const named = (names: readonly string[]): string[] => names.map((name) => `${prefix}${name}`)
    this.fleeting = named(['come', 'go', 'over', 'never'])
    this.lasting = named(['plain', 'wide', 'compacted', 'stamped', 'small'])
    this.producers = [
      ...named(['x', 'y', 'z']).map((id) => ({ name: id, transactionalId: id, sequences: new Map() })),
      ...['i', 'j'].map((name) => ({ name, transactionalId: null, sequences: new Map() })),
    ]
    this.groups = named(['g', 'h', 'k']).map((id) => ({ id, pending: undefined, member: undefined }))
    this.passing = { id: `${prefix}passing`, pending: undefined, member: undefined }
  }

  below(bound: number): number {
    return below(this.random, bound)
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  chance(share: number): boolean {
    return fraction(this.random) < share
  }

  /** Mostly what is right, now and then something else. */
  mostly<T>(right: T, others: readonly T[], share = 0.8): T {
    return this.chance(share) ? right : this.one(others)
  }

  few<T>(make: () => T, most = 3): T[] {
    return Array.from({ length: 1 + this.below(most) }, make)
  }

  /** One or two different ones. */
  some<T>(items: readonly T[]): T[] {
    return shuffled(this.random, items).slice(0, 1 + this.below(2))
  }

  /** A name that nobody else has. */
  fresh(kind: string): string {
    this.#made++
    return `${this.prefix}${kind}-${this.#made}`
  }

  topic(): string {
    return this.mostly(this.one(this.lasting), [...this.fleeting, `${this.prefix}nowhere`], 0.75)
  }

  partition(): number {
    return this.mostly(this.below(2), [2, 7, -1], 0.9)
  }

  group(): KnownGroup {
    return this.one(this.groups)
  }

  /** A group that stays, or the one that comes and goes. */
  anyGroup(): KnownGroup {
    return this.one([...this.groups, this.passing])
  }

  topicId(topic: string): Drawn {
    return drawn(`id of ${topic}`, STRANGE_ID)
  }

  /** The member's id, or another's. */
  memberId({ id, member, pending }: KnownGroup): unknown {
    const own = drawn(`member ${id}/${member ?? pending ?? 'nobody'}`, '')
    return this.mostly<unknown>(own, ['nobody', ''], 0.85)
  }

  generation({ id }: KnownGroup): unknown {
    return this.mostly<unknown>(drawn(`generation ${id}`, -1), [drawnPlus(`generation ${id}`, 1), 0, -1], 0.85)
  }
}

/** An id of a topic that no engine draws. */
export const STRANGE_ID = '12345678-1234-4234-8234-123456789abc'
