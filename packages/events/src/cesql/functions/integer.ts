import type { CesqlFunction } from './function.ts'

const SMALLEST = -2_147_483_648
const LARGEST = 2_147_483_647

export const integerFunctions: readonly CesqlFunction[] = [
  {
    name: 'ABS',
    parameters: ['Integer'],
    returns: 'Integer',
    apply: ([value], frame) => {
      if (value !== SMALLEST) return Math.abs(value as number)
      frame.fail('math', `ABS(${SMALLEST}) does not fit in 32 bits`)
      return LARGEST
    },
  },
]
