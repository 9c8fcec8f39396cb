import type { Position, TopicPartition } from '@millrace/client'

/** The next offset to be read, by topic and partition. */
export class Positions {
  readonly #next = new Map<string, Map<number, number>>()

  get({ topic, partition }: TopicPartition): number | undefined {
    return this.#next.get(topic)?.get(partition)
  }

  set({ topic, partition }: TopicPartition, offset: number): void {
    const partitions = this.#next.get(topic) ?? new Map<number, number>()
    this.#next.set(topic, partitions)
    partitions.set(partition, offset)
  }

  /** The record at the position has been passed. */
  passed(position: Position): boolean {
    return (this.get(position) ?? 0) > position.offset
  }

  /** Every position is at or beyond the other's. */
  reached(others: Positions): boolean {
    return others.list().every((other) => (this.get(other) ?? 0) >= other.offset)
  }

  list(): Position[] {
    return [...this.#next].flatMap(([topic, partitions]) =>
      [...partitions].map(([partition, offset]) => ({ topic, partition, offset })),
    )
  }

  /** Offsets between these positions and later ones: about as many records, fewer on a compacted topic. */
  distanceTo(later: Positions): number {
    return later.list().reduce((sum, other) => sum + Math.max(0, other.offset - (this.get(other) ?? 0)), 0)
  }

  static of(positions: Iterable<Position>): Positions {
    const result = new Positions()
    for (const position of positions) result.set(position, position.offset)
    return result
  }
}
