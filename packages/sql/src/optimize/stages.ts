import type { Plan } from '../plan/plan.ts'
import { filterBelowJoin, filterIntoJoin, joinKeys } from './rules/join-keys.ts'
import { intervalJoin } from './rules/interval-join.ts'
import { mergeProjects } from './rules/merge-projects.ts'
import { pruneRank, topN } from './rules/top-n.ts'
import { windowAggregate } from './rules/window-aggregate.ts'
import { windowJoin } from './rules/window-join.ts'
import { windowTopN } from './rules/window-top-n.ts'

/** A better plan that gives the same, or undefined when the rule does not fit. */
export type Rule = (plan: Plan) => Plan | undefined

export interface Stage {
  readonly name: string
  readonly rules: readonly Rule[]
}

/** Applied in this order, each until nothing changes. */
export const stages: readonly Stage[] = [
  { name: 'top-n', rules: [topN] },
  { name: 'joins', rules: [filterIntoJoin, filterBelowJoin, joinKeys, intervalJoin, windowJoin] },
  { name: 'windows', rules: [windowAggregate, windowTopN] },
  { name: 'projections', rules: [mergeProjects, pruneRank] },
]
