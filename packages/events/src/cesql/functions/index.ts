import { castingFunctions } from './casting.ts'
import type { CesqlFunction } from './function.ts'
import { integerFunctions } from './integer.ts'
import { stringFunctions } from './string.ts'

/** Every built-in function. */
const FUNCTIONS: readonly CesqlFunction[] = [...castingFunctions, ...integerFunctions, ...stringFunctions]

/** The function of that name (upper case) for so many arguments: a fixed number goes before a variable one. */
export function findFunction(name: string, argumentCount: number): CesqlFunction | undefined {
  const named = FUNCTIONS.filter((entry) => entry.name === name)
  return (
    named.find(({ parameters, rest }) => rest === undefined && parameters.length === argumentCount) ??
    named.find(({ parameters, rest }) => rest !== undefined && parameters.length <= argumentCount)
  )
}
