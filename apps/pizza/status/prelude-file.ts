import { readFileSync } from 'node:fs'
import { Refusal, messageOf } from '@millrace/kernel'

/**
 * The statements of a file that run in the session before the two of the workshop: what `millrace sql export --target flink`
 * prints, where the gateway is open-source Flink's, to which topics are no tables by themselves. Each ends with `;` at the end of
 * a line.
 *
 * @throws Refusal INVALID_CONFIGURATION when the file cannot be read.
 */
export function preludeOf(path: string | undefined): readonly string[] {
  if (path === undefined) return []
  try {
    const statements = readFileSync(path, 'utf8').split(/;[ \t]*(?:\r?\n|$)/u)
    return statements.map((statement) => statement.trim()).filter((statement) => statement !== '')
  } catch (error) {
    throw new Refusal('INVALID_CONFIGURATION', `PIZZA_SQL_PRELUDE: ${path} cannot be read: ${messageOf(error)}`)
  }
}
