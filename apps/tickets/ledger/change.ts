import type { JsonEvent } from '@millrace/client/cloudevents'

/** A row as it is to be from now on; without a value it is gone. */
export interface Put {
  readonly table: string
  readonly key: string
  readonly value: object | undefined
}

/** Something that others must hear of: part of the change, so that neither is there without the other. */
export interface Outgoing {
  /** `event`: to the sink; others are calls that the service names. */
  readonly kind: string
  /** What is said within a lane is said in order. */
  readonly lane: string
  readonly body: JsonEvent | Readonly<Record<string, unknown>>
}

export interface Sent extends Outgoing {
  readonly seq: number
}

/** What a command does, all of it or nothing. */
export interface Change<A> {
  readonly puts?: readonly Put[]
  readonly tell?: readonly Outgoing[]
  readonly answer: A
}

/** The rows in memory, as decisions read them: nothing but a function of the rows. */
export interface Model {
  apply(put: Put): void
}
