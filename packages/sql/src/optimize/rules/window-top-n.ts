import { retracts } from '../../plan/changelog.ts'
import type { Plan } from '../../plan/plan.ts'
import { windowColumn } from './window-aggregate.ts'

/** TopN by window_start and window_end of one window function becomes a window TopN, given when windows close. */
export function windowTopN(plan: Plan): Plan | undefined {
  if (plan.op !== 'top-n' || plan.window !== undefined || retracts(plan.input)) return undefined
  const origins = plan.partition.map((column) => ({ column, origin: windowColumn(plan.input, column) }))
  const end = origins.find(({ origin }) => origin?.name === 'window_end')
  const start = origins.some(({ origin }) => origin?.name === 'window_start')
  const window = end?.origin?.window
  if (end === undefined || window === undefined || !start || window.window.kind === 'session') return undefined
  const time = window.input.columns[window.timeColumn]?.type.time === 'proctime' ? 'processing' : 'event'
  return { ...plan, window: { end: end.column, time } }
}
