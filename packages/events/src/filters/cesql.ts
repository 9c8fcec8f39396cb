import { compileCesql } from '../cesql/cesql.ts'
import { messageOf } from '@millrace/kernel'
import { type CompileDialect, invalid, predicate } from './filter.ts'

/** `cesql`: the expression is true, without any error. Any other value, or an error on the way, holds the event back. */
export const cesql: CompileDialect = (spec, path) => {
  if (typeof spec !== 'string') return invalid(path, 'is a CESQL expression')
  try {
    const expression = compileCesql(spec)
    if (expression.unknownFunctions.length > 0) {
      return invalid(path, `calls ${expression.unknownFunctions.join(', ')}, which is no function for these arguments`)
    }
    return predicate((event) => {
      const { value, errors } = expression.evaluate(event)
      return value === true && errors.length === 0
    })
  } catch (error) {
    return invalid(path, messageOf(error))
  }
}
