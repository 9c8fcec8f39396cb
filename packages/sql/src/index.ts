// Statements
export { parseScript, parseStatement } from './parse/statement.ts'
export { type Outcome, Session } from './session/session.ts'
export { type Position, type SqlErrorCode, sqlError } from './position.ts'
export type { Statement } from './ast.ts'

// Catalogues
export { Catalog, type TableResolver } from './catalog/catalog.ts'
export {
  ROWTIME,
  type Table,
  type TableColumn,
  type TablePath,
  type View,
  isUpsert,
  sinkColumns,
  sourceColumns,
} from './catalog/table.ts'
export { aggregateFunctionNames, scalarFunctionNames, showCreate } from './session/show.ts'

// Plans and jobs
export { type Column, type Plan, inputsOf } from './plan/plan.ts'
export { explain } from './plan/explain.ts'
export { type Job, type JobOptions, type JobSource, compileJob } from './compile/job.ts'

// Types and values
export { BYTES, type SqlType, STRING, type TypeName, typeText } from './types/type.ts'
export { DECIMAL_TAG } from './types/decimal.ts'
export { printed } from './types/printed.ts'
export { textOf } from './types/text.ts'
export { timestampText } from './types/time-text.ts'

// Formats
export { type SinkRecord, type SourceRecord, recordReader, recordWriter } from './formats/record.ts'

// Functions
export type { RuntimeContext } from './functions/function.ts'
