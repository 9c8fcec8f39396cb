import { issueText, type StandardSchema } from '../topic/standard-schema.ts'
import { wrongFields, type FieldError } from './problem.ts'

/**
 * A request's body (or query) as the schema has it.
 *
 * @throws Problem 400 that names each wrong field.
 */
export function checked<T>(schema: StandardSchema<T>, given: unknown): T {
  const result = schema['~standard'].validate(given ?? {})
  if (result instanceof Promise) throw new TypeError('the schema validates asynchronously, which is not waited for')
  if (result.issues === undefined) return result.value
  throw wrongFields(
    result.issues.map((issue): FieldError => {
      const text = issueText(issue)
      const field = text.endsWith(issue.message) ? text.slice(0, -issue.message.length).replace(/: $/u, '') : ''
      return { field, message: issue.message }
    }),
  )
}
