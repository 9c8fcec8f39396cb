import {
  type AggregateCall,
  type Graph,
  type NodeId,
  type Row,
  calc,
  changelogNormalize,
  cumulate,
  deduplicate,
  distinct,
  groupAggregate,
  hop,
  intervalJoin,
  join,
  keyOf,
  limit,
  orderBy,
  session,
  sessionAggregate,
  topN,
  tumble,
  unionAll,
  upsertMaterialize,
  windowAggregate,
  windowExpand,
  windowJoin,
  windowTopN,
  type WindowAssigner,
} from '@millrace/dataflow'
import { isUpsert } from '../catalog/table.ts'
import type { RuntimeContext } from '../functions/function.ts'
import { isDeduplication, retracts, sameColumns, upsertKey } from '../plan/changelog.ts'
import { columnsOf } from '../plan/expression.ts'
import type { AggregateExpr, Plan, PlanOf, SortKey, Window } from '../plan/plan.ts'
import { sqlError } from '../position.ts'
import { nullsFirst } from '../types/compare.ts'
import { type Wanted, both } from '../plan/wanted.ts'
import { compileExpr } from './expression.ts'
import type { JobSource } from './job.ts'
import type { SamePlans } from './same-plans.ts'
import type { JobSettings } from './settings.ts'

/** What is being built: nodes go into the graph, sources and constant rows are listed. */
export interface Builder {
  readonly graph: Graph
  readonly sources: BuiltSource[]
  readonly samePlans: SamePlans
  /** Steps that are built, by what they do. */
  readonly built: Map<string, NodeId>
  readonly values: { readonly node: NodeId; readonly rows: readonly Row[] }[]
  readonly context: RuntimeContext
  readonly settings: JobSettings
  /** Below an aggregation that joins the sessions of rows. */
  readonly sessions?: boolean
}

/** A source whose readers are not all known yet. */
export interface BuiltSource extends JobSource {
  wanted: Wanted
}

/** Adds the operators of a plan unless they are there; `before` says whether -U is wanted ahead of +U. */
export function build(plan: Plan, before: boolean, builder: Builder): NodeId {
  if (plan.op === 'scan') return buildScan(plan, before, builder)
  const { samePlans, built, sessions = false } = builder
  const name = `${samePlans.numberOf(plan)} ${before} ${sessions}`
  const node = built.get(name) ?? buildNew(plan, before, builder)
  built.set(name, node)
  return node
}

function buildNew(plan: Exclude<Plan, { op: 'scan' }>, before: boolean, builder: Builder): NodeId {
  const { graph, context } = builder
  switch (plan.op) {
    case 'values': {
      const node = graph.add('Values', [], unionAll())
      const rows = plan.rows.map((row) => row.map((one) => compileExpr(one, context)([])))
      builder.values.push({ node, rows })
      return node
    }
    case 'filter': {
      const input = build(plan.input, before || filterNeedsBefore(plan), builder)
      return graph.add('Filter', [input], calc({ condition: compileExpr(plan.condition, context) }))
    }
    case 'project': {
      const exprs = plan.exprs.map((expr) => compileExpr(expr, context))
      const project = (row: Row): Row => exprs.map((expr) => expr(row))
      return graph.add('Project', [build(plan.input, before, builder)], calc({ project }))
    }
    case 'union':
      return graph.add(
        'Union',
        plan.inputs.map((input) => build(input, before, builder)),
        unionAll(),
      )
    case 'limit':
      return graph.add('Limit', [build(plan.input, true, builder)], limit(plan.count, plan.offset))
    case 'sink':
      return buildSink(plan, builder)
    case 'rank':
      throw sqlError('SQL_UNSUPPORTED', 'ROW_NUMBER() needs a filter around it, such as WHERE rownum <= 10')
    default:
      return buildStateful(plan, before, builder)
  }
}

type Stateful = PlanOf<'aggregate' | 'window-aggregate' | 'window' | 'join' | 'top-n'>

function buildStateful(plan: Stateful, before: boolean, builder: Builder): NodeId {
  const { graph } = builder
  switch (plan.op) {
    case 'aggregate': {
      const { stateTtlMs: ttlMs, miniBatch } = builder.settings
      const calls = callsOf(plan.calls, plan.input)
      const options = { keys: plan.keys, calls, updateBefore: before, ttlMs, miniBatch }
      return graph.add('GroupAggregate', [build(plan.input, true, builder)], groupAggregate(options))
    }
    case 'window': {
      if (plan.window.kind === 'session' && builder.sessions !== true) {
        throw sqlError('SQL_UNSUPPORTED', 'SESSION without GROUP BY window_start, window_end')
      }
      const expand = windowExpand({ time: plan.timeColumn, assign: assignerOf(plan.window) })
      return graph.add('WindowTableFunction', [build(plan.input, before, { ...builder, sessions: false })], expand)
    }
    case 'window-aggregate':
      return buildWindowAggregate(plan, builder)
    case 'join':
      return buildJoin(plan, builder)
    case 'top-n': {
      if (isDeduplication(plan)) return buildDeduplicate(plan, before, builder)
      const order = orderBy(plan.order.map((key) => ({ ...key, compare: comparisonOf(key) })))
      const { partition, from, to, withRank } = plan
      // Flink knows the places where it needs them: for the rank, an offset, or when there is one place only.
      if (plan.window !== undefined) return buildWindowTopN(plan, order, builder)
      const byPlace = withRank || from > 1 || (to === 1 && plan.order.length > 0)
      return graph.add(
        'Rank',
        [build(plan.input, true, builder)],
        topN({
          partition,
          order,
          from,
          to,
          withRank,
          byPlace,
          grows: !retracts(plan.input),
          updateBefore: before,
          ttlMs: builder.settings.stateTtlMs,
        }),
      )
    }
  }
}

/** Nulls are the least of all, unless NULLS FIRST or LAST says otherwise. */
function comparisonOf({ descending, nulls }: SortKey): (a: unknown, b: unknown) => number {
  const least = nulls === undefined || (nulls === 'last') === descending
  if (least) return nullsFirst
  return (a, b) => (a === null || b === null ? -nullsFirst(a, b) : nullsFirst(a, b))
}

/** The first or last row of each key by time: one row is kept of each. */
function buildDeduplicate(plan: PlanOf<'top-n'>, before: boolean, builder: Builder): NodeId {
  const [{ column, descending }] = plan.order as [SortKey]
  const order = { column, compare: nullsFirst, keep: descending ? 'last' : 'first' } as const
  const input = build(plan.input, true, builder)
  const { stateTtlMs: ttlMs } = builder.settings
  const kept = deduplicate({ keys: plan.partition, order, updateBefore: before, ttlMs })
  const node = builder.graph.add('Deduplicate', [input], kept)
  return plan.withRank ? builder.graph.add('Rank', [node], calc({ project: (row) => [...row, 1] })) : node
}

function buildWindowTopN(plan: PlanOf<'top-n'>, order: (a: Row, b: Row) => number, builder: Builder): NodeId {
  const { partition, from, to, withRank, window = { end: 0, time: 'event' } } = plan
  const input = build(plan.input, true, builder)
  return builder.graph.add('WindowRank', [input], windowTopN({ partition, order, from, to, withRank, ...window }))
}

function buildScan(plan: PlanOf<'scan'>, before: boolean, builder: Builder): NodeId {
  const node = sourceOf(plan, builder)
  if (!isUpsert(plan.table)) return node
  const keys = upsertKey(plan)
  if (keys === undefined) throw sqlError('SQL_VALIDATION', `upsert table ${plan.table.path[2]} needs a PRIMARY KEY`)
  return builder.graph.add('ChangelogNormalize', [node], changelogNormalize({ keys, updateBefore: before }))
}

/** A table is read once, however often it is named: as much of it as any of its readers wants. */
function sourceOf({ table, watermark, ...scan }: PlanOf<'scan'>, builder: Builder): NodeId {
  const wanted = scan.wanted ?? 'all'
  const { graph, sources, context } = builder
  const known = sources.find((source) => source.table === table)
  if (known !== undefined) {
    known.wanted = both(known.wanted, wanted)
    return known.node
  }
  const node = graph.add('TableSourceScan', [], unionAll())
  sources.push({ table, node, watermark: watermark && compileExpr(watermark, context), wanted })
  return node
}

/** A row may pass a filter before an update and not after it: unless its key alone decides, the old row must be seen. */
function filterNeedsBefore(plan: PlanOf<'filter'>): boolean {
  if (!retracts(plan.input)) return false
  const key = upsertKey(plan.input) ?? []
  return [...columnsOf(plan.condition)].some((column) => !key.includes(column))
}

/** A null in a column that may have none fails the job, or is left out: table.exec.sink.not-null-enforcer. */
function buildSink(plan: PlanOf<'sink'>, builder: Builder): NodeId {
  const node = buildChanges(plan, builder)
  const required = plan.columns.flatMap(({ name, type }, at) => (type.nullable ? [] : [[name, at] as const]))
  if (required.length === 0) return node
  const drop = builder.settings.dropsNulls
  const condition = (row: Row): boolean => {
    const missing = required.find(([, at]) => row[at] === null)
    if (missing === undefined) return true
    if (drop) return false
    const text = `column '${missing[0]}' of ${plan.table.path[2]} is NOT NULL, and a null value is being written into it`
    throw sqlError('SQL_RUNTIME', `${text}; 'table.exec.sink.not-null-enforcer' = 'DROP' leaves such rows out`)
  }
  return builder.graph.add('ConstraintEnforcer', [node], calc({ condition }))
}

function buildChanges(plan: PlanOf<'sink'>, builder: Builder): NodeId {
  const { input, table } = plan
  const keys = table.primaryKey.map((name) => plan.columns.findIndex((column) => column.name === name))
  if (keys.length === 0 || !retracts(input)) return build(input, true, builder)
  if (sameColumns(upsertKey(input), keys)) return build(input, false, builder)
  return builder.graph.add('SinkUpsertMaterializer', [build(input, true, builder)], upsertMaterialize(keys))
}

function buildWindowAggregate(plan: PlanOf<'window-aggregate'>, builder: Builder): NodeId {
  const input = build(plan.input, true, { ...builder, sessions: plan.window.kind === 'session' })
  const { keys, start, end, time } = plan
  const calls = callsOf(plan.calls, plan.input)
  if (plan.window.kind !== 'session') {
    return builder.graph.add('WindowAggregate', [input], windowAggregate({ keys, start, end, time, calls }))
  }
  if (retracts(plan.input) || time === 'processing') {
    throw sqlError('SQL_UNSUPPORTED', 'SESSION over input with updates, or over processing time')
  }
  return builder.graph.add('SessionAggregate', [input], sessionAggregate({ keys, start, end, calls }))
}

function buildJoin(plan: PlanOf<'join'>, builder: Builder): NodeId {
  const { type, leftKeys, rightKeys, interval, window } = plan
  const inputs = [build(plan.left, true, builder), build(plan.right, true, builder)]
  const sides = {
    leftKey: keyOf(leftKeys),
    rightKey: keyOf(rightKeys),
    leftColumns: leftKeys,
    rightColumns: rightKeys,
    leftWidth: plan.left.columns.length,
    rightWidth: plan.right.columns.length,
    condition: plan.condition && compileExpr(plan.condition, builder.context),
  }
  const { graph } = builder
  if (window !== undefined) return graph.add('WindowJoin', inputs, windowJoin({ type, ...sides, ...window }))
  if (interval !== undefined && type !== 'semi' && type !== 'anti') {
    return graph.add('IntervalJoin', inputs, intervalJoin({ type, ...sides, ...interval }))
  }
  return graph.add(
    'Join',
    inputs,
    join({ type, ...sides, ttlMs: builder.settings.stateTtlMs, grows: [!retracts(plan.left), !retracts(plan.right)] }),
  )
}

function callsOf(calls: readonly AggregateExpr[], input: Plan): AggregateCall[] {
  const retracting = retracts(input)
  return calls.map(({ fn, argument, constant, distinct: only, filter, type }) => {
    const argumentType = argument === undefined ? type : (input.columns[argument] as Plan['columns'][number]).type
    const plain = fn.make(argumentType, type, retracting, constant)
    return {
      aggregate: only ? distinct(plain) : plain,
      argument: argument === undefined ? () => 1 : (row) => row[argument],
      filter: filter === undefined ? undefined : (row) => row[filter],
    }
  })
}

function assignerOf(window: Window): WindowAssigner {
  switch (window.kind) {
    case 'tumble':
      return tumble(window.size, window.offset)
    case 'hop':
      return hop(window.slide, window.size, window.offset)
    case 'cumulate':
      return cumulate(window.step, window.size, window.offset)
    case 'session':
      return session(window.gap)
  }
}
