import { isUpsert } from '../catalog/table.ts'
import { type Expr, mapExpr } from '../plan/expression.ts'
import type { Column, Plan, PlanOf } from '../plan/plan.ts'
import { type Wanted, type WantedColumns, splitAt, want } from '../plan/wanted.ts'

/** A plan without what nobody reads, and where the columns that are left have gone. */
interface Pruned {
  readonly plan: Plan
  readonly at: (column: number) => number
}

const stays = (column: number): number => column

/**
 * Takes out of projections what nothing above them reads, so that state holds and keys are made of no more than is
 * needed; a scan is told which columns, and which fields of its rows, are read at all. Columns of the whole plan stay.
 */
export function pruneColumns(plan: Plan): Plan {
  return prune(plan, everything(plan)).plan
}

function everything({ columns }: Pick<Plan, 'columns'>): Map<number, Wanted> {
  return new Map(columns.map((_, at) => [at, 'all']))
}

function prune(plan: Plan, wanted: WantedColumns): Pruned {
  switch (plan.op) {
    case 'scan':
      // What an upsert table's rows are compared by, when one takes another's place, is all of them.
      return same(isUpsert(plan.table) ? plan : { ...plan, wanted: withWatermark(plan, wanted) })
    case 'project':
      return pruneProject(plan, wanted)
    case 'filter':
      return pruneFilter(plan, wanted)
    case 'join':
      return pruneJoin(plan, wanted)
    case 'aggregate':
      return same({ ...plan, ...pruneGroups(plan, plan.keys) })
    case 'window-aggregate': {
      const groups = pruneGroups(plan, [...plan.keys, plan.start, plan.end])
      const [start, end] = groups.keys.slice(-2) as [number, number]
      return same({ ...plan, ...groups, keys: groups.keys.slice(0, -2), start, end })
    }
    case 'window':
      return pruneWindow(plan, wanted)
    case 'top-n':
      return pruneTopN(plan, wanted)
    case 'union':
      return same({ ...plan, inputs: plan.inputs.map(whole) })
    case 'values':
      return same(plan)
    case 'rank':
    case 'limit':
    case 'sink':
      return same({ ...plan, input: whole(plan.input) })
  }
}

const same = (plan: Plan): Pruned => ({ plan, at: stays })

/** With all of its columns, each in its place. */
function whole(plan: Plan): Plan {
  return prune(plan, everything(plan)).plan
}

function withWatermark({ watermark }: PlanOf<'scan'>, wanted: WantedColumns): WantedColumns {
  const columns = new Map(wanted)
  if (watermark !== undefined) wantExpr(columns, watermark)
  return columns
}

function pruneProject(plan: PlanOf<'project'>, wanted: WantedColumns): Pruned {
  const kept = plan.exprs.flatMap((_, column) => (wanted.has(column) ? [column] : []))
  const needed = new Map<number, Wanted>()
  for (const column of kept) wantExpr(needed, plan.exprs[column] as Expr, wanted.get(column))
  const input = prune(plan.input, needed)
  const exprs = kept.map((column) => movedExpr(plan.exprs[column] as Expr, input.at))
  const pruned = { ...plan, input: input.plan, exprs, columns: columnsAt(plan, kept) }
  return { plan: pruned, at: (column) => kept.indexOf(column) }
}

function pruneFilter(plan: PlanOf<'filter'>, wanted: WantedColumns): Pruned {
  const needed = new Map(wanted)
  wantExpr(needed, plan.condition)
  const { plan: input, at } = prune(plan.input, needed)
  const columns = describedBy(plan, input.columns, needed, at)
  return { plan: { ...plan, input, condition: movedExpr(plan.condition, at), columns }, at }
}

function pruneJoin(plan: PlanOf<'join'>, wanted: WantedColumns): Pruned {
  const width = plan.left.columns.length
  const needed = new Map(wanted)
  if (plan.condition !== undefined) wantExpr(needed, plan.condition)
  const { interval, window } = plan
  const left = [plan.leftKeys, interval?.leftTime ?? [], window?.leftEnd ?? []].flat()
  const right = [plan.rightKeys, interval?.rightTime ?? [], window?.rightEnd ?? []].flat()
  for (const column of left) want(needed, column)
  for (const column of right) want(needed, width + column)
  const [ofLeft, ofRight] = splitAt(needed, width)
  const [a, b] = [prune(plan.left, ofLeft), prune(plan.right, ofRight)]
  const leftWidth = a.plan.columns.length
  const at = (column: number): number => (column < width ? a.at(column) : leftWidth + b.at(column - width))
  const given = plan.type === 'semi' || plan.type === 'anti' ? [] : b.plan.columns
  const pruned: Plan = {
    ...plan,
    left: a.plan,
    right: b.plan,
    leftKeys: plan.leftKeys.map(a.at),
    rightKeys: plan.rightKeys.map(b.at),
    condition: plan.condition && movedExpr(plan.condition, at),
    ...(interval && {
      interval: { ...interval, leftTime: a.at(interval.leftTime), rightTime: b.at(interval.rightTime) },
    }),
    ...(window && { window: { ...window, leftEnd: a.at(window.leftEnd), rightEnd: b.at(window.rightEnd) } }),
    columns: describedBy(plan, [...a.plan.columns, ...given], needed, at),
  }
  return { plan: pruned, at }
}

/** The columns that come in, with what the step itself says of them: that an outer join's may be null. */
function describedBy(
  { columns }: Plan,
  coming: readonly Column[],
  needed: WantedColumns,
  at: Pruned['at'],
): readonly Column[] {
  const described = [...coming]
  for (const column of needed.keys()) {
    const own = columns[column]
    if (own !== undefined) described[at(column)] = own
  }
  return described
}

/** Input, keys and calls of an aggregation; what it gives stays as it is. */
function pruneGroups({ input, calls }: PlanOf<'aggregate' | 'window-aggregate'>, keys: readonly number[]) {
  const needed = new Map<number, Wanted>()
  for (const column of keys) want(needed, column)
  for (const { argument, filter } of calls) {
    if (argument !== undefined) want(needed, argument)
    if (filter !== undefined) want(needed, filter)
  }
  const { plan, at } = prune(input, needed)
  const moved = (column: number | undefined): number | undefined => (column === undefined ? undefined : at(column))
  return {
    input: plan,
    keys: keys.map(at),
    calls: calls.map((call) => ({ ...call, argument: moved(call.argument), filter: moved(call.filter) })),
  }
}

function pruneWindow(plan: PlanOf<'window'>, wanted: WantedColumns): Pruned {
  const width = plan.input.columns.length
  const [needed] = splitAt(wanted, width)
  want(needed, plan.timeColumn)
  const { window } = plan
  if (window.kind === 'session') for (const column of window.partition) want(needed, column)
  const { plan: input, at: inside } = prune(plan.input, needed)
  const at = (column: number): number => (column < width ? inside(column) : input.columns.length + column - width)
  const moved = window.kind === 'session' ? { ...window, partition: window.partition.map(inside) } : window
  const columns = [...input.columns, ...plan.columns.slice(width)]
  return { plan: { ...plan, input, window: moved, timeColumn: inside(plan.timeColumn), columns }, at }
}

function pruneTopN(plan: PlanOf<'top-n'>, wanted: WantedColumns): Pruned {
  const width = plan.input.columns.length
  const [needed] = splitAt(wanted, width)
  for (const column of plan.partition) want(needed, column)
  for (const { column } of plan.order) want(needed, column)
  if (plan.window !== undefined) want(needed, plan.window.end)
  const { plan: input, at: inside } = prune(plan.input, needed)
  const at = (column: number): number => (column < width ? inside(column) : input.columns.length + column - width)
  const pruned: Plan = {
    ...plan,
    input,
    partition: plan.partition.map(inside),
    order: plan.order.map((key) => ({ ...key, column: inside(key.column) })),
    ...(plan.window && { window: { ...plan.window, end: inside(plan.window.end) } }),
    columns: [...input.columns, ...plan.columns.slice(width)],
  }
  return { plan: pruned, at }
}

function columnsAt({ columns }: Pick<Plan, 'columns'>, kept: readonly number[]): Column[] {
  return kept.map((column) => columns[column] as Column)
}

function movedExpr(expr: Expr, at: (column: number) => number): Expr {
  return mapExpr(expr, (one) => (one.kind === 'column' ? { ...one, index: at(one.index) } : one))
}

/** Adds what an expression reads of its row when so much of its value is wanted. */
function wantExpr(columns: Map<number, Wanted>, expr: Expr, wanted: Wanted = 'all'): void {
  switch (expr.kind) {
    case 'column':
      want(columns, expr.index, wanted)
      return
    case 'field':
      wantExpr(columns, expr.operand, new Map([[expr.index, wanted]]))
      return
    case 'literal':
      return
    case 'call':
    case 'and':
    case 'or':
      for (const arg of expr.args) wantExpr(columns, arg)
      return
    case 'cast':
      wantExpr(columns, expr.operand)
      return
    case 'case':
      for (const part of [...expr.whens.flat(), expr.otherwise]) wantExpr(columns, part)
  }
}
