import { type Plan, type Table, inputsOf } from '@millrace/sql'

/** The tables that plans read and write. */
export interface JobTables {
  readonly sources: readonly Table[]
  readonly sinks: readonly Table[]
}

export function tablesOf(plans: readonly Plan[]): JobTables {
  const sources = new Map<string, Table>()
  const sinks = new Map<string, Table>()
  const waiting = [...plans]
  for (let plan = waiting.pop(); plan !== undefined; plan = waiting.pop()) {
    if (plan.op === 'scan') sources.set(plan.table.path.join('\n'), plan.table)
    if (plan.op === 'sink') sinks.set(plan.table.path.join('\n'), plan.table)
    waiting.push(...inputsOf(plan))
  }
  return { sources: [...sources.values()], sinks: [...sinks.values()] }
}
