import { isUpsert } from '../catalog/table.ts'
import { type Plan, type PlanOf, inputsOf } from './plan.ts'

/** ROW_NUMBER() … = 1 by a time attribute, over rows that only come. */
export function isDeduplication({ from, to, order, input, partition }: PlanOf<'top-n'>): boolean {
  const [key, ...more] = order
  const time = key === undefined ? undefined : input.columns[key.column]?.type.time
  return from === 1 && to === 1 && more.length === 0 && time !== undefined && partition.length > 0 && !retracts(input)
}

const known = new WeakMap<Plan, boolean>()

/** Whether a step's rows are ever updated or taken back. */
export function retracts(plan: Plan): boolean {
  const found = known.get(plan) ?? takesBack(plan)
  known.set(plan, found)
  return found
}

function takesBack(plan: Plan): boolean {
  switch (plan.op) {
    case 'scan':
      return isUpsert(plan.table)
    case 'aggregate':
    case 'rank':
      return true
    case 'top-n': {
      if (plan.window !== undefined) return false
      const [key] = plan.order
      const arrival = key !== undefined && plan.input.columns[key.column]?.type.time === 'proctime' && !key.descending
      return !(arrival && isDeduplication(plan))
    }
    case 'join':
      if (plan.interval !== undefined || plan.window !== undefined) return false
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
