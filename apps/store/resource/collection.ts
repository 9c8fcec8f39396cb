import type { Entity } from './entity.ts'

/**
 * All entities of a kind, as this instance has read them from the topic, and the way to change them. The topic is the
 * only truth; any number of instances have one of these each.
 */
export interface Collection<E extends Entity> extends View<E> {
  /** Writes a `set`. Resolves when the broker has acknowledged it and this view has read it. */
  set(entity: E): Promise<void>
  /** Writes a `remove`, and a tombstone unless configured not to. Resolves as `set` does. */
  remove(entity: E): Promise<void>
}

/** The reading half. */
interface View<E extends Entity> {
  get(id: string): E | undefined
  all(): Iterable<E>
  readonly size: number
  /**
   * Resolves when the view holds everything that any instance's write had been acknowledged for at the time of the
   * call, so that a read after it is linearizable.
   *
   * @throws Fault when the log cannot be read in time.
   */
  current(): Promise<void>
}
