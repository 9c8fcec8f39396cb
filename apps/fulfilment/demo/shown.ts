import type { Passage } from '../contract/order.ts'
import type { Answer, Shown } from './caller.ts'

/** An order's status, its process, and how it came to it. */
export const statusOf: Shown = ({ status, process, processInstanceKey, history }) => {
  const passed = (history as readonly Passage[]).map((passage) => passage.status)
  return [`${String(status)}: ${passed.join(' > ')}`, `${String(process)}, instance ${String(processInstanceKey)}`]
}

/** Records of a table, with these fields. */
export const recordsIn =
  (fields: readonly string[]): Shown =>
  ({ records }) => [
    `${(records as readonly Answer[]).length} records`,
    ...(records as readonly Answer[]).map((record) =>
      JSON.stringify(Object.fromEntries(fields.map((field) => [field, record[field]]))),
    ),
  ]
