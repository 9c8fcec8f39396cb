import { isUpsert } from '../catalog/table.ts'
import { type Plan, inputsOf } from './plan.ts'

/** Whether a step's rows are ever updated or taken back. */
export function retracts(plan: Plan): boolean {
  switch (plan.op) {
    case 'scan':
      return isUpsert(plan.table)
    case 'aggregate':
    case 'rank':
    case 'top-n':
      return true
    case 'join':
      return (
        plan.type === 'left' ||
        plan.type === 'right' ||
        plan.type === 'full' ||
        plan.type === 'anti' ||
        plan.type === 'semi' ||
        inputsOf(plan).some(retracts)
      )
    case 'window-aggregate':
      return false
    default:
      return inputsOf(plan).some(retracts)
  }
}

/** Columns by which a step's updates are known; undefined when there are none. */
export function upsertKey(plan: Plan): readonly number[] | undefined {
  switch (plan.op) {
    case 'scan':
      return plan.table.primaryKey.length === 0
        ? undefined
        : plan.table.primaryKey.map((name) => plan.columns.findIndex((column) => column.name === name))
    case 'filter':
    case 'limit':
    case 'sink':
      return upsertKey(plan.input)
    case 'project': {
      const mapped = upsertKey(plan.input)?.map((key) => {
        return plan.exprs.findIndex((expr) => expr.kind === 'column' && expr.index === key)
      })
      return mapped === undefined || mapped.includes(-1) ? undefined : mapped
    }
    case 'aggregate':
      return plan.keys.map((_, at) => at)
    case 'top-n':
      return plan.withRank
        ? [...plan.partition, plan.columns.length - 1]
        : plan.to === 1
          ? plan.partition
          : upsertKey(plan.input)
    default:
      return undefined
  }
}

export function sameColumns(a: readonly number[] | undefined, b: readonly number[]): boolean {
  return a !== undefined && a.length === b.length && a.every((column) => b.includes(column))
}
