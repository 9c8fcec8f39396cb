import type { RecordOf } from '@millrace/client'
import { z } from 'zod'
import { STATUS } from '../contract/status.ts'
import { type pizzaAssembled, pizzaBaked, type pizzaCommands, stage } from '../topics.ts'
import { type Rules, type Step, dueAfter, durationText, hasEnded, info, warn } from '../worker/work.ts'

export const baking = z.object({
  phase: z.enum(['baking', 'done', 'cancelled', 'forgotten']),
  since: z.int(),
  dueAt: z.int().optional(),
})

export type Baking = z.output<typeof baking>

type Event = RecordOf<typeof pizzaAssembled> | RecordOf<typeof pizzaCommands>

/** Seconds for a pizza that the operator puts into the oven without knowing it. */
const USUAL_S = 8

/** Bakes each pizza once: the first time that it is heard of. */
export function decide(state: Baking | undefined, event: Event, rules: Rules): Step<Baking> {
  if (event.topic === 'pizza-commands') return onCommand(state, event, rules)
  if (state !== undefined) return { say: [info(`order ${event.key} came again and is passed over`)] }
  return begin(event.key, event.value.baking_time, rules)
}

function begin(orderId: string, seconds: number, rules: Rules): Step<Baking> {
  return {
    next: { phase: 'baking', since: rules.now, dueAt: dueAfter(seconds, rules) },
    say: [info(`baking order ${orderId}: it takes ${durationText(seconds, rules)}`)],
  }
}

export function finish(orderId: string, _: Baking, { now }: Rules): Step<Baking> {
  return {
    next: { phase: 'done', since: now },
    send: [pizzaBaked.record(orderId, stage('baked', now))],
    say: [info(`order ${orderId} is baked`)],
  }
}

function onCommand(
  state: Baking | undefined,
  { key: orderId, value }: RecordOf<typeof pizzaCommands>,
  rules: Rules,
): Step<Baking> {
  if (value.command === 'cancel') {
    if (state !== undefined && hasEnded(state)) return {}
    return {
      next: { phase: 'cancelled', since: rules.now },
      say: [warn(`order ${orderId} is cancelled; it is not baked`)],
    }
  }
  if (value.stage !== STATUS.assembled || state?.phase === 'cancelled') return {}
  const said = warn(`order ${orderId} is driven on by the operator`)
  const step = state === undefined ? begin(orderId, USUAL_S, rules) : again(orderId, state, rules)
  return { ...step, say: [said, ...(step.say ?? [])] }
}

function again(orderId: string, state: Baking, rules: Rules): Step<Baking> {
  if (state.phase === 'baking') return finish(orderId, state, rules)
  return {
    send: [pizzaBaked.record(orderId, stage('baked', rules.now))],
    say: [info(`order ${orderId} is announced again`)],
  }
}
