import type { Plan, PlanOf } from '../../plan/plan.ts'
import { sqlError } from '../../position.ts'

/**
 * Aggregate(keys with window_start and window_end of one window function) becomes WindowAggregate, which gives each
 * group once, when its window closes, and forgets it. A projection puts the columns back in their order.
 */
export function windowAggregate(plan: Plan): Plan | undefined {
  if (plan.op !== 'aggregate') return undefined
  const origins = plan.keys.map((key) => windowColumn(plan.input, key))
  const of = (name: string): number => origins.findIndex((one) => one?.name === name)
  const [start, end, time] = [of('window_start'), of('window_end'), of('window_time')]
  const window = origins[start]?.window ?? origins[end]?.window
  if (window === undefined) return undefined
  if (start < 0 || end < 0) return undefined
  const others = plan.keys.filter((_, at) => at !== start && at !== end && at !== time)
  checkSession(plan, window, others)
  const proctime = window.input.columns[window.timeColumn]?.type.time === 'proctime'
  const bounds = window.columns.slice(-3)
  const own = [
    ...others.map((key) => plan.columns[plan.keys.indexOf(key)]),
    ...plan.columns.slice(plan.keys.length),
    ...bounds,
  ]
  const aggregate: Plan = {
    op: 'window-aggregate',
    input: plan.input,
    window: window.window,
    time: proctime ? 'processing' : 'event',
    start: plan.keys[start] as number,
    end: plan.keys[end] as number,
    keys: others,
    calls: plan.calls,
    columns: own as Plan['columns'],
  }
  const after = others.length + plan.calls.length
  const index = plan.columns.map((_, at) => {
    if (at === start) return after
    if (at === end) return after + 1
    if (at === time) return after + 2
    return at < plan.keys.length ? others.indexOf(plan.keys[at] as number) : others.length + at - plan.keys.length
  })
  const exprs = index.map((one) => ({
    kind: 'column' as const,
    index: one,
    type: (own[one] as Plan['columns'][number]).type,
  }))
  return { op: 'project', input: aggregate, exprs, columns: plan.columns }
}

interface Origin {
  readonly window: PlanOf<'window'>
  readonly name: string
}

/** The window function's column that a column stands for. */
export function windowColumn(plan: Plan, index: number): Origin | undefined {
  switch (plan.op) {
    case 'filter':
      return windowColumn(plan.input, index)
    case 'project': {
      const expr = plan.exprs[index]
      return expr?.kind === 'column' ? windowColumn(plan.input, expr.index) : undefined
    }
    case 'window': {
      const at = index - plan.input.columns.length
      const name = ['window_start', 'window_end', 'window_time'][at]
      return name === undefined ? undefined : { window: plan, name }
    }
    default:
      return undefined
  }
}

/** Sessions are joined per group, so the groups must be those of the function's PARTITION BY. */
function checkSession(plan: PlanOf<'aggregate'>, { window }: PlanOf<'window'>, keys: readonly number[]): void {
  if (window.kind !== 'session') return
  const partition = keys.map((key) => inputColumn(plan.input, key))
  const same = partition.length === window.partition.length && window.partition.every((one) => partition.includes(one))
  if (!same) throw sqlError('SQL_UNSUPPORTED', 'SESSION with GROUP BY other columns than those of its PARTITION BY')
}

function inputColumn(plan: Plan, index: number): number | undefined {
  if (plan.op === 'window') return index
  if (plan.op === 'filter') return inputColumn(plan.input, index)
  const expr = plan.op === 'project' ? plan.exprs[index] : undefined
  return plan.op === 'project' && expr?.kind === 'column' ? inputColumn(plan.input, expr.index) : undefined
}
