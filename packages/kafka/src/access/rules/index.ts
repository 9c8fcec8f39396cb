import type { Rule } from '../rule.ts'
import { clusterRules } from './cluster.ts'
import { groupRules } from './groups.ts'
import { recordRules } from './records.ts'
import { topicRules } from './topics.ts'
import { transactionRules } from './transactions.ts'

const all: readonly Rule[] = [...recordRules, ...topicRules, ...groupRules, ...transactionRules, ...clusterRules]

/** How each API key is judged, by its number. A key without a rule is served to nobody who has to log in. */
export const rules: ReadonlyMap<number, Rule> = new Map(all.map((one) => [one.key, one]))
