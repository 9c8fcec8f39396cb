import type { AppliersOf } from './apply.ts'

export const timer: AppliersOf<'TIMER'> = {
  CREATED: (state, value, key) => state.timers.put(key, value),
  TRIGGERED: (state, _, key) => state.timers.delete(key),
  CANCELED: (state, _, key) => state.timers.delete(key),
}
