import { Refusal } from '@millrace/kernel'

/** A place in a statement, both counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** What can be wrong with a statement: its syntax, its meaning, what we do not support, its size, or a value at run time. */
export type SqlErrorCode = 'SQL_PARSE' | 'SQL_VALIDATION' | 'SQL_UNSUPPORTED' | 'SQL_LIMIT' | 'SQL_RUNTIME'

const HEADINGS: Readonly<Record<SqlErrorCode, string>> = {
  SQL_PARSE: 'SQL parse failed',
  SQL_VALIDATION: 'SQL validation failed',
  SQL_UNSUPPORTED: 'not supported',
  SQL_LIMIT: 'the statement is too large',
  SQL_RUNTIME: 'the statement failed',
}

/** A refusal that says where in the statement it lies. */
export function sqlError(code: SqlErrorCode, text: string, at?: Position): Refusal<SqlErrorCode> {
  const place = at === undefined ? '' : ` at line ${at.line}, column ${at.column}`
  return new Refusal(code, `${HEADINGS[code]}${place}: ${text}`)
}
