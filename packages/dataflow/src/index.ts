// Changelogs
export { type Change, DELETE, END_OF_TIME, INSERT, KIND_SYMBOLS, type Kind, type Row } from './change.ts'
export { UPDATE_AFTER, UPDATE_BEFORE, adds } from './change.ts'
export { type KeyOf, keyOf, rowKey } from './key.ts'

// Graphs of operators
export { Graph, type NodeId } from './graph.ts'
export type { Operator, OperatorFactory, Output } from './operator.ts'
export { SourceWatermark } from './watermark.ts'

// Operators
export { type CalcOptions, calc } from './operators/calc.ts'
export { changelogNormalize } from './operators/changelog-normalize.ts'
export { collect } from './operators/collect.ts'
export { deduplicate } from './operators/deduplicate.ts'
export { groupAggregate } from './operators/group-aggregate.ts'
export { type IntervalJoinOptions, intervalJoin } from './operators/interval-join.ts'
export { type JoinType, join } from './operators/join.ts'
export { limit } from './operators/limit.ts'
export { sessionAggregate } from './operators/session-aggregate.ts'
export { orderBy, topN } from './operators/top-n.ts'
export { unionAll } from './operators/union-all.ts'
export { type WindowAssigner, cumulate, hop, session, tumble } from './operators/window.ts'
export { upsertMaterialize } from './operators/upsert-materialize.ts'
export { windowAggregate } from './operators/window-aggregate.ts'
export { windowExpand } from './operators/window-expand.ts'
export { type WindowJoinOptions, windowJoin } from './operators/window-join.ts'
export { type WindowTopNOptions, windowTopN } from './operators/window-top-n.ts'

// Aggregate functions
export type { Aggregate, Arithmetic, Compare } from './aggregates/accumulator.ts'
export type { AggregateCall } from './aggregates/call.ts'
export { count } from './aggregates/count.ts'
export { avg, sum, sum0 } from './aggregates/sum.ts'
export { type DeviationOptions, deviation } from './aggregates/deviation.ts'
export { extreme, extremeOfInserts } from './aggregates/extreme.ts'
export {
  arrayAgg,
  firstOfInserts,
  firstValue,
  lastOfInserts,
  lastValue,
  listAgg,
  multiset,
} from './aggregates/ordered.ts'
export { distinct } from './aggregates/distinct.ts'

// State
export { type Tagged, decodeState, encodeState } from './state/codec.ts'
