import { messageOf } from '@millrace/kernel'
import { evaluate, type Session } from './evaluate.ts'
import { parse } from './parse.ts'
import { ShellError } from './shell-error.ts'
import { show, showJson } from './show.ts'

/** Where a shell's words go: values to `out`, everything else to `err`. One call, one line or more. */
export interface ShellOutput {
  out(text: string): void
  err(text: string): void
}

export interface RunOptions {
  readonly json: boolean
  /** Line of the first character of the input, counted from 1; for pipes. */
  readonly firstLine?: number
}

export type Ran = 'done' | 'failed' | 'incomplete'

/** Runs what was typed: every statement, each value shown as it comes; stops at the first that fails. */
export async function run(input: string, session: Session, output: ShellOutput, options: RunOptions): Promise<Ran> {
  try {
    for (const statement of parse(input)) {
      const value = await evaluate(statement, session)
      session.variables.set('_', value)
      output.out(options.json ? showJson(value) : `=> ${show(value)}`)
    }
    return 'done'
  } catch (error) {
    if (error instanceof ShellError && error.incomplete) return 'incomplete'
    output.err(inWords(error, input, options))
    return 'failed'
  }
}

/** The error, below the line and under the column where it is. */
export function inWords(error: unknown, input: string, { firstLine }: Pick<RunOptions, 'firstLine'>): string {
  if (!(error instanceof ShellError)) return `the shell failed: ${messageOf(error)}`
  const { place, message } = error
  if (place === undefined) return message
  const line = input.split('\n')[place.line - 1] ?? ''
  const where =
    firstLine === undefined ? `column ${place.column}` : `line ${firstLine + place.line - 1}, column ${place.column}`
  const isLong = line.length > 200
  return [...(isLong ? [] : [`  ${line}`, `  ${' '.repeat(place.column - 1)}^`]), `${where}: ${message}`].join('\n')
}

export const HELP = `What can be typed, in Ruby's spelling or in TypeScript's:

  p = Product.create name: 'Butter', price: 1.50
  c = Customer.create first_name: 'Danny', last_name: 'Tester'
  Purchase.create product_id: p.id, customer_id: c.id, total: 1.99
  customers = Customer.list
  c = Customer.retrieve('id123')
  c.first_name = 'Ted'; c.save;
  c.delete

  const p = await Product.create({ name: 'Butter', price: 1.5 })
  c.firstName = 'Ted'; await c.save()

Lists have [number], first, last, length. _ is the last value. Tab completes, the arrow keys bring back earlier lines.
help shows this, exit or Ctrl-D ends.`
