import { BuiltInError, any, builtIn, text } from './builtin.ts'

/** `not`, `is defined`, `get or else`, `assert`. */
export const booleanFunctions = {
  not: [builtIn({ negand: any }, ({ negand }) => (typeof negand === 'boolean' ? !negand : null))],
  'is defined': [builtIn({ value: any }, ({ value }) => value !== null)],
  'get or else': [builtIn({ value: any, default: any }, (args) => (args.value === null ? args.default : args.value))],
  assert: [
    builtIn({ value: any, condition: any }, ({ value, condition }) => {
      if (condition !== true) throw new BuiltInError('The condition is not fulfilled')
      return value
    }),
    builtIn({ value: any, condition: any, cause: text }, ({ value, condition, cause }) => {
      if (condition !== true) throw new BuiltInError(cause)
      return value
    }),
  ],
}
