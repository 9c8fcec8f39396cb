import type { AppliersOf, Apply } from './apply.ts'

const set: Apply<'VARIABLE'> = (state, { scopeKey, name, value }, key) =>
  state.variables.set(scopeKey, name, { key, value })

export const variable: AppliersOf<'VARIABLE'> = { CREATED: set, UPDATED: set }
