import type { RecordOf } from '@millrace/client'
import { z } from 'zod'
import { STATUS } from '../contract/status.ts'
import {
  type pizzaBaked,
  type pizzaCommands,
  pizzaDelivered,
  pizzaIncidents,
  type pizzaOrdered,
  pizzaPending,
  stage,
} from '../topics.ts'
import { type Rules, type Step, dueAfter, durationText, hasEnded, info, warn } from '../worker/work.ts'

/**
 * The join of `pizza-ordered` and `pizza-baked`, which come in any order:
 *
 * | before    | ordered               | baked                 | time        | cancel    |
 * | --------- | --------------------- | --------------------- | ----------- | --------- |
 * | (nothing) | expected              | pending, says so: 150 |             | cancelled |
 * | expected  | –                     | underway              |             | cancelled |
 * | pending   | underway, twice as long | –                   |             | cancelled |
 * | underway  | –                     | –                     | done: 999   | cancelled |
 * | done      | –                     | –                     |             | –         |
 * | cancelled | –                     | –                     |             | –         |
 */
export const delivering = z.object({
  phase: z.enum(['expected', 'pending', 'underway', 'done', 'cancelled', 'forgotten']),
  since: z.int(),
  dueAt: z.int().optional(),
  customerId: z.string().optional(),
})

export type Delivering = z.output<typeof delivering>

type Event = RecordOf<typeof pizzaOrdered> | RecordOf<typeof pizzaBaked> | RecordOf<typeof pizzaCommands>

/** Delivers each order once, when it is both ordered and baked. */
export function decide(state: Delivering | undefined, event: Event, rules: Rules): Step<Delivering> {
  switch (event.topic) {
    case 'pizza-ordered':
      return onOrdered(state, event, rules)
    case 'pizza-baked':
      return onBaked(state, event.key, rules)
    case 'pizza-commands':
      return onCommand(state, event, rules)
  }
}

function onOrdered(
  state: Delivering | undefined,
  { key: orderId, value }: RecordOf<typeof pizzaOrdered>,
  rules: Rules,
): Step<Delivering> {
  const customerId = value.order.customer_id
  if (state === undefined)
    return {
      next: { phase: 'expected', since: rules.now, customerId },
      say: [info(`order ${orderId} is to be delivered to ${customerId} once it is baked`)],
    }
  if (state.phase === 'pending') return setOut(orderId, customerId, 2, rules)
  return { say: [info(`order ${orderId} came again and is passed over`)] }
}

function onBaked(state: Delivering | undefined, orderId: string, rules: Rules): Step<Delivering> {
  if (state === undefined)
    return {
      next: { phase: 'pending', since: rules.now },
      send: [pizzaPending.record(orderId, stage('pending', rules.now))],
      say: [warn(`order ${orderId} is baked, and nobody has said yet for whom: pending`)],
    }
  if (state.phase === 'expected') return setOut(orderId, state.customerId ?? '', 1, rules)
  return { say: [info(`order ${orderId} was baked again and is passed over`)] }
}

/** The way takes longer for those who were not announced. */
function setOut(orderId: string, customerId: string, times: number, rules: Rules): Step<Delivering> {
  const seconds = times * secondsTo(customerId)
  return {
    next: { phase: 'underway', since: rules.now, dueAt: dueAfter(seconds, rules), customerId },
    say: [info(`delivering order ${orderId} to ${customerId}: the way takes ${durationText(seconds, rules)}`)],
  }
}

/** 5 to 14 seconds, by the last decimal digit of the customer's hexadecimal id, as in every program of the workshop. */
function secondsTo(customerId: string): number {
  return /^[0-9a-f]{1,64}$/iu.test(customerId) ? Number(BigInt(`0x${customerId}`) % 10n) + 5 : 5
}

export function finish(orderId: string, { customerId }: Delivering, { now }: Rules): Step<Delivering> {
  return {
    next: { phase: 'done', since: now, customerId },
    send: [pizzaDelivered.record(orderId, stage('delivered', now))],
    say: [info(`order ${orderId} is delivered`)],
  }
}

/** Whether an order was delivered or cancelled is decided here, for both. */
function onCommand(
  state: Delivering | undefined,
  { key: orderId, value }: RecordOf<typeof pizzaCommands>,
  rules: Rules,
): Step<Delivering> {
  if (value.command === 'cancel') return cancel(state, orderId, rules)
  const isHere = value.stage === STATUS.baked || value.stage === STATUS.pending
  if (!isHere || (state !== undefined && hasEnded(state))) return {}
  const said = warn(`order ${orderId} is driven on by the operator`)
  const customerId = state?.customerId ?? value.order?.customer_id
  if (customerId === undefined) return { say: [said, warn(`order ${orderId} has no customer to deliver it to`)] }
  const step = state?.phase === 'underway' ? finish(orderId, state, rules) : setOut(orderId, customerId, 1, rules)
  return { ...step, say: [said, ...(step.say ?? [])] }
}

function cancel(state: Delivering | undefined, orderId: string, { now }: Rules): Step<Delivering> {
  if (state !== undefined && hasEnded(state)) {
    const text = `order ${orderId} is ${state.phase === 'done' ? 'delivered' : state.phase} already; it cannot be cancelled`
    return { say: [warn(text)] }
  }
  return {
    next: { phase: 'cancelled', since: now, customerId: state?.customerId },
    send: [pizzaIncidents.record(orderId, stage('cancelled', now))],
    say: [warn(`order ${orderId} is cancelled; it is not delivered`)],
  }
}
