import type { intents } from './intents.ts'
import type { ValueOfSchema } from './schema.ts'
import type { schemas } from './values.ts'

export type ValueType = keyof typeof schemas
export type ValueOf<V extends ValueType> = ValueOfSchema<(typeof schemas)[V]>
export type IntentOf<V extends ValueType> = (typeof intents)[V][number]

/** Something that has happened: what the log holds. */
export type EngineEvent<V extends ValueType = ValueType> = V extends ValueType
  ? {
      readonly valueType: V
      readonly intent: IntentOf<V>
      readonly key: number
      readonly value: ValueOf<V>
      /** Domain time, ms since the epoch. */
      readonly timestamp: number
    }
  : never
