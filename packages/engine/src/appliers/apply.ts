import type { ValueOf, ValueType, IntentOf } from '../records/record.ts'
import type { State } from '../state/state.ts'

/** Brings one event into the state: reads nothing but the event and the state, and never fails on a valid log. */
export type Apply<V extends ValueType> = (state: State, value: ValueOf<V>, key: number, timestamp: number) => void

/** One applier for each intent of a kind of record. */
export type AppliersOf<V extends ValueType> = Readonly<Record<IntentOf<V>, Apply<V>>>

/** For events that only tell: history reads them, the state does not change. */
export const nothing = (): void => undefined
