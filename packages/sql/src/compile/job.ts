import { END_OF_TIME, Graph, INSERT, type Kind, type NodeId, type Row, collect } from '@millrace/dataflow'
import type { Table } from '../catalog/table.ts'
import type { RuntimeContext } from '../functions/function.ts'
import type { Plan } from '../plan/plan.ts'
import type { Wanted } from '../plan/wanted.ts'
import { type BuiltSource, build } from './build.ts'
import { SamePlans } from './same-plans.ts'
import { jobSettings } from './settings.ts'

/** A table that a job reads: decode its records into rows of `sourceColumns(table)` and push them into `node`. */
export interface JobSource {
  readonly table: Table
  readonly node: NodeId
  /** The watermark that a row stands for, in ms; absent when the table declares none. */
  readonly watermark: ((row: Row) => unknown) | undefined
  /** What is read of its rows: the rest may be null. */
  readonly wanted: Wanted
}

export interface Job {
  readonly graph: Graph
  readonly sources: readonly JobSource[]
  /** Gives the rows of VALUES; ends them. Called once, on the first start and never after a restore. */
  start(): void
}

export interface JobOptions extends RuntimeContext {
  /** Of the session: time zone, state TTL, mini-batches. */
  readonly settings?: ReadonlyMap<string, string>
  /** Takes what a sink's table gets, or a query's result when `table` is undefined. */
  readonly receive: (table: Table | undefined, kind: Kind, row: Row) => void
}

/** Operators for optimised plans: sinks, or one query. @throws Refusal SQL_UNSUPPORTED, SQL_VALIDATION */
export function compileJob(plans: readonly Plan[], options: JobOptions): Job {
  const graph = new Graph()
  const sources: BuiltSource[] = []
  const values: { readonly node: NodeId; readonly rows: readonly Row[] }[] = []
  const settings = jobSettings(options.settings ?? new Map())
  const context = { now: options.now, random: options.random, zone: options.zone ?? settings.zone }
  const builder = { graph, sources, values, context, settings, samePlans: new SamePlans(), built: new Map() }
  for (const plan of plans) {
    const table = plan.op === 'sink' ? plan.table : undefined
    const input = build(plan, true, builder)
    graph.add(
      table === undefined ? 'Collect' : 'Sink',
      [input],
      collect((kind, row) => options.receive(table, kind, row)),
    )
  }
  return {
    graph,
    sources,
    start() {
      for (const { node, rows } of values) {
        for (const row of rows) graph.push(node, INSERT, row)
        graph.watermark(node, END_OF_TIME)
      }
    },
  }
}
