import { Fault } from '@millrace/kernel'

/** Variables of a process: a JSON object. */
export type Variables = Readonly<Record<string, unknown>>

/** The object in a text that the gateway gave. @throws Fault when it holds none. */
export function readVariables(text: unknown): Variables {
  const value: unknown = typeof text === 'string' && text !== '' ? JSON.parse(text) : {}
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Variables
  throw new Fault('WRONG_ANSWER', 'the gateway gave variables that are no JSON object')
}
