import type { CesqlFunction } from './function.ts'

/** INT, BOOL and STRING: explicit casts. They are in the conformance suite, not in the tables of the specification. */
export const castingFunctions: readonly CesqlFunction[] = [
  castTo('INT', 'Integer'),
  castTo('BOOL', 'Boolean'),
  castTo('STRING', 'String'),
]

function castTo(name: string, returns: CesqlFunction['returns']): CesqlFunction {
  return {
    name,
    parameters: ['any'],
    returns,
    apply: ([value = ''], frame) => frame.castOrZero(value, returns),
  }
}
