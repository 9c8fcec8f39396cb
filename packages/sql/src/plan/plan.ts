import type { JoinType } from '@millrace/dataflow'
import type { Table } from '../catalog/table.ts'
import type { AggregateFunction } from '../functions/aggregate.ts'
import type { SqlType } from '../types/type.ts'
import type { Expr } from './expression.ts'
import type { WantedColumns } from './wanted.ts'

export interface Column {
  readonly name: string
  readonly type: SqlType
  /** `*` leaves it out. */
  readonly hidden?: boolean
}

export interface AggregateExpr {
  readonly fn: AggregateFunction
  /** Column of the input; undefined for COUNT(*). */
  readonly argument: number | undefined
  /** A constant second argument, as LISTAGG's separator. */
  readonly constant: unknown
  readonly distinct: boolean
  /** Column of the input that must be true. */
  readonly filter: number | undefined
  readonly type: SqlType
}

export interface SortKey {
  readonly column: number
  readonly descending: boolean
  readonly nulls?: 'first' | 'last' | undefined
}

export type Window =
  | { readonly kind: 'tumble'; readonly size: number; readonly offset: number }
  | { readonly kind: 'hop'; readonly slide: number; readonly size: number; readonly offset: number }
  | { readonly kind: 'cumulate'; readonly step: number; readonly size: number; readonly offset: number }
  | { readonly kind: 'session'; readonly gap: number; readonly partition: readonly number[] }

/** `lower <= left time - right time <= upper`, in ms; columns of each side's own row. */
export interface Interval {
  readonly leftTime: number
  readonly rightTime: number
  readonly lower: number
  readonly upper: number
  readonly time: 'event' | 'processing'
}

/** A query as a tree of relational steps; `columns` are those that a step gives. */
export type Plan = { readonly columns: readonly Column[] } & (
  | {
      readonly op: 'scan'
      readonly table: Table
      readonly watermark: Expr | undefined
      /** What is read of its rows, when that is not all. */
      readonly wanted?: WantedColumns
    }
  | { readonly op: 'values'; readonly rows: readonly (readonly Expr[])[] }
  | { readonly op: 'filter'; readonly input: Plan; readonly condition: Expr }
  | { readonly op: 'project'; readonly input: Plan; readonly exprs: readonly Expr[] }
  | {
      readonly op: 'aggregate'
      readonly input: Plan
      readonly keys: readonly number[]
      readonly calls: readonly AggregateExpr[]
    }
  /** Gives keys, results, window_start, window_end, window_time. */
  | {
      readonly op: 'window-aggregate'
      readonly input: Plan
      readonly window: Window
      readonly time: 'event' | 'processing'
      readonly start: number
      readonly end: number
      readonly keys: readonly number[]
      readonly calls: readonly AggregateExpr[]
    }
  | { readonly op: 'window'; readonly input: Plan; readonly window: Window; readonly timeColumn: number }
  | {
      readonly op: 'join'
      readonly type: JoinType
      readonly left: Plan
      readonly right: Plan
      /** Over the columns of both sides; keys are split off by a rule. */
      readonly condition: Expr | undefined
      readonly leftKeys: readonly number[]
      readonly rightKeys: readonly number[]
      /** Of an interval join: how far the times of two rows may lie apart. */
      readonly interval?: Interval
      /** Of a window join: the columns with the window's end. */
      readonly window?: { readonly leftEnd: number; readonly rightEnd: number; readonly time: 'event' | 'processing' }
    }
  | { readonly op: 'union'; readonly inputs: readonly Plan[] }
  /** ROW_NUMBER() OVER (…) behind the input's columns; a rule makes top-n of it. */
  | {
      readonly op: 'rank'
      readonly input: Plan
      readonly partition: readonly number[]
      readonly order: readonly SortKey[]
    }
  | {
      readonly op: 'top-n'
      readonly input: Plan
      readonly partition: readonly number[]
      readonly order: readonly SortKey[]
      readonly from: number
      readonly to: number
      readonly withRank: boolean
      /** Of the best rows of windows: the column with the window's end. */
      readonly window?: { readonly end: number; readonly time: 'event' | 'processing' }
    }
  | { readonly op: 'limit'; readonly input: Plan; readonly count: number; readonly offset: number }
  | { readonly op: 'sink'; readonly input: Plan; readonly table: Table }
)

export type PlanOf<Op extends Plan['op']> = Extract<Plan, { op: Op }>

/** The steps that feed this one. */
export function inputsOf(plan: Plan): readonly Plan[] {
  switch (plan.op) {
    case 'scan':
    case 'values':
      return []
    case 'union':
      return plan.inputs
    case 'join':
      return [plan.left, plan.right]
    default:
      return [plan.input]
  }
}

/** The same step with other inputs. */
export function withInputs(plan: Plan, inputs: readonly Plan[]): Plan {
  switch (plan.op) {
    case 'scan':
    case 'values':
      return plan
    case 'union':
      return { ...plan, inputs }
    case 'join':
      return { ...plan, left: inputs[0] as Plan, right: inputs[1] as Plan }
    default:
      return { ...plan, input: inputs[0] as Plan }
  }
}
