import { retracts } from '../../plan/changelog.ts'
import type { Plan } from '../../plan/plan.ts'
import { windowColumn } from './window-aggregate.ts'

/** Join by window_start and window_end of two equal window functions becomes a window join, given when windows close. */
export function windowJoin(plan: Plan): Plan | undefined {
  if (plan.op !== 'join' || plan.window !== undefined || retracts(plan.left) || retracts(plan.right)) return undefined
  const pairs = plan.leftKeys.map((left, at) => {
    const right = plan.rightKeys[at] as number
    return { left, right, ofLeft: windowColumn(plan.left, left), ofRight: windowColumn(plan.right, right) }
  })
  const bound = (name: string) => pairs.find(({ ofLeft, ofRight }) => ofLeft?.name === name && ofRight?.name === name)
  const [start, end] = [bound('window_start'), bound('window_end')]
  if (start === undefined || end?.ofLeft === undefined || end.ofRight === undefined) return undefined
  const [left, right] = [end.ofLeft.window, end.ofRight.window]
  if (left.window.kind === 'session' || JSON.stringify(left.window) !== JSON.stringify(right.window)) return undefined
  const times = [left, right].map((one) => one.input.columns[one.timeColumn]?.type.time)
  if (times[0] !== times[1]) return undefined
  const time = times[0] === 'proctime' ? 'processing' : 'event'
  return { ...plan, window: { leftEnd: end.left, rightEnd: end.right, time } }
}
