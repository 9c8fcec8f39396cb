import type { EngineEvent, ValueType } from '@millrace/engine/events'
import type { Statements } from '../store/statements.ts'

/** One event on its way into the tables. */
export interface Projected<V extends ValueType> {
  readonly event: EngineEvent<V>
  /** Its offset in the stream. */
  readonly position: number
  readonly tables: Statements
}

/** Writes what one kind of event changes. Every row can be made by any event of its key: the first ones may be trimmed. */
export type Projection<V extends ValueType> = (projected: Projected<V>) => void
