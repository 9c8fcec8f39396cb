import { Refusal, type Environment } from '@millrace/kernel'
import type { z } from 'zod'

/**
 * Reads a service's configuration from its environment, with defaults, as the schema says. An empty variable counts as
 * not set.
 *
 * @throws Refusal INVALID_CONFIGURATION that names each wrong variable, never its value, which may be a secret.
 */
export function configuration<S extends z.ZodType>(schema: S, environment: Environment): z.output<S> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`)
  throw new Refusal('INVALID_CONFIGURATION', `wrong configuration: ${lines.join('; ')}`)
}
