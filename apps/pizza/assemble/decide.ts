import type { RecordOf } from '@millrace/client'
import { z } from 'zod'
import { STATUS } from '../contract/status.ts'
import { pizzaAssembled, type pizzaCommands, type pizzaOrdered, stage } from '../topics.ts'
import { type Rules, type Step, dueAfter, durationText, hasEnded, info, warn } from '../worker/work.ts'
import { timesOf } from './recipe.ts'

export const assembling = z.object({
  phase: z.enum(['assembling', 'done', 'cancelled', 'forgotten']),
  since: z.int(),
  dueAt: z.int().optional(),
  /** Seconds */
  bakingTime: z.number(),
})

export type Assembling = z.output<typeof assembling>

type Event = RecordOf<typeof pizzaOrdered> | RecordOf<typeof pizzaCommands>

/** Prepares each order once: the first time that it is heard of. */
export function decide(state: Assembling | undefined, event: Event, rules: Rules): Step<Assembling> {
  if (event.topic === 'pizza-commands') return onCommand(state, event, rules)
  if (state !== undefined) return { say: [info(`order ${event.key} came again and is passed over`)] }
  return begin(event.key, event.value.order, rules)
}

function begin(orderId: string, order: Parameters<typeof timesOf>[0], rules: Rules): Step<Assembling> {
  const times = timesOf(order)
  return {
    next: {
      phase: 'assembling',
      since: rules.now,
      dueAt: dueAfter(times.assembling, rules),
      bakingTime: times.baking,
    },
    say: [info(`preparing order ${orderId}: assembling takes ${durationText(times.assembling, rules)}`)],
  }
}

export function finish(orderId: string, { bakingTime }: Assembling, { now }: Rules): Step<Assembling> {
  return {
    next: { phase: 'done', since: now, bakingTime },
    send: [announcement(orderId, bakingTime, now)],
    say: [info(`order ${orderId} is assembled; it bakes for ${bakingTime} s`)],
  }
}

const announcement = (orderId: string, baking_time: number, now: number) =>
  pizzaAssembled.record(orderId, { ...stage('assembled', now), baking_time })

function onCommand(
  state: Assembling | undefined,
  { key: orderId, value }: RecordOf<typeof pizzaCommands>,
  rules: Rules,
): Step<Assembling> {
  const { now } = rules
  if (value.command === 'cancel') {
    if (state !== undefined && hasEnded(state)) return {}
    return {
      next: { phase: 'cancelled', since: now, bakingTime: state?.bakingTime ?? 0 },
      say: [warn(`order ${orderId} is cancelled; it is not assembled`)],
    }
  }
  if (value.stage !== STATUS.placed || state?.phase === 'cancelled') return {}
  const said = warn(`order ${orderId} is driven on by the operator`)
  if (state === undefined) {
    if (value.order === undefined) return {}
    const step = begin(orderId, value.order, rules)
    return { ...step, say: [said, ...(step.say ?? [])] }
  }
  if (state.phase !== 'assembling')
    return {
      send: [announcement(orderId, state.bakingTime, now)],
      say: [said, info(`order ${orderId} is announced again`)],
    }
  const step = finish(orderId, state, rules)
  return { ...step, say: [said, ...(step.say ?? [])] }
}
