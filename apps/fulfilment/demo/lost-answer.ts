import { type ZeebeClient, connectZeebe } from '@millrace/client/zeebe'
import { type DemoTarget, Fault, messageOf, pause } from '@millrace/kernel'
import type { Incident, Place } from '../contract/desk.ts'
import type { Answer, Caller, Shown } from './caller.ts'
import type { Shopper } from './shopper.ts'

/** The boundary timer of order-fulfilment-1a, PT300S. */
const TIMER_MS = 300_000
const DONE_MS = 10_000
const EVERY_MS = 50

/**
 * The payment's answer is held back. With a clock that can be moved, 300 s later there is an incident; the answer comes late
 * and the order is fulfilled all the same; the instance is done when the incident is resolved.
 */
export async function lostAnswer(target: DemoTarget, call: Caller, shopper: Shopper, product: string): Promise<void> {
  await call.send('PUT', 'dispatch', '/holds/charge_customer')
  const order = await shopper.order(product, 'watched')
  const { processInstanceKey } = await shopper.comesTo(order, 'in hand')
  const isMoved = target.clock !== undefined
  if (isMoved) {
    await call.send('POST', 'clock', '/v1/clock/advance', { ms: TIMER_MS }, ({ now }) => [
      new Date(Number(now)).toISOString(),
    ])
    await call.until('operator', '/incidents', hasIncident, incidentLines)
  }
  await call.send('DELETE', 'dispatch', '/holds/charge_customer')
  await shopper.comesTo(order, 'fulfilled')
  if (isMoved) await resolved(target, call, order, String(processInstanceKey))
}

async function resolved(target: DemoTarget, call: Caller, order: string, instance: string): Promise<void> {
  const engine = target.zeebe === undefined ? undefined : connectZeebe({ ZEEBE_ADDRESS: target.zeebe }, target.ports)
  try {
    if (engine !== undefined) call.print(`zeebe SetVariables ${instance} {}  ->  ${await asked(engine, instance)}`)
    const { incidents } = await call.get('operator', '/incidents', incidentLines)
    const [incident] = incidents as readonly Incident[]
    const path = `/incidents/${incident?.job ?? ''}/retry`
    await call.send('POST', 'operator', path, {}, ({ incidentKey }) => [`resolves ${String(incidentKey)}`])
    await call.until('operator', `/orders/${order}`, isLookedAt, placeLines)
    if (engine !== undefined) await untilDone(target, call, engine, instance)
  } finally {
    await engine?.close()
  }
}

const THERE = 'OK, the instance is there'

/** Asks the engine for something that only a running instance can do, and changes nothing by it. */
const asked = (engine: ZeebeClient, instance: string): Promise<string> =>
  engine.setVariables(instance, {}).then(() => THERE, messageOf)

/** Prints what the engine says when the instance is done. @throws Fault when it is not within 10 s. */
async function untilDone(target: DemoTarget, call: Caller, engine: ZeebeClient, instance: string): Promise<void> {
  for (let waited = 0; waited < DONE_MS; waited += EVERY_MS) {
    const answer = await asked(engine, instance)
    if (answer !== THERE) return call.print(`zeebe SetVariables ${instance} {}  ->  ${answer}`)
    await pause(target.ports.clocks.liveness, EVERY_MS)
  }
  throw new Fault('STEP_FAILED', `instance ${instance} is not done ${DONE_MS} ms after its incident was resolved`)
}

const hasIncident = ({ incidents }: Answer): boolean => (incidents as readonly unknown[]).length > 0
const isLookedAt = ({ places }: Answer): boolean =>
  (places as readonly Place[]).some(({ elementId }) => elementId === 'looked_at')

const incidentLines: Shown = ({ incidents }) =>
  (incidents as readonly Incident[]).map(({ elementId, message }) => `${elementId}: ${message}`)
const placeLines: Shown = ({ status, places }) => [
  String(status),
  (places as readonly Place[]).map(({ name }) => name).join(' > '),
]
