import type { Checked } from './checked.ts'
import type { Checks } from './fields.ts'

/** Anything that a service keeps. */
export interface Entity {
  readonly id: string
}

export type Wire = Readonly<Record<string, unknown>>

/** A kind of entity: its names, and how it is made, changed, written and read. Pure. */
export interface EntityKind<E extends Entity, Input> {
  /** Singular, as the original's texts have it: `product`. */
  readonly name: string
  /** The path of its collection and the end of its topic's name: `products`. */
  readonly plural: string
  /** What a client sets. */
  readonly fields: Checks<Input>
  /** What the service sets; ignored in a body. */
  readonly readOnly: readonly string[]
  /** @param now ms since epoch */
  readonly create: (id: string, input: Input, now: number) => E
  readonly change: (entity: E, input: Input) => E
  /** JSON as the original writes it, in REST and in events alike. */
  readonly toWire: (entity: E) => Wire
  /** Reads an event's payload: whatever the original could have written, which is more than a client may send. */
  readonly fromWire: (payload: Wire) => Checked<E>
}
