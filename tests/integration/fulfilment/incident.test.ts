import { connectZeebe } from '@millrace/client/zeebe'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { startPlatform, waitFor } from '@millrace/testkit'
import { expect, it, onTestFinished } from 'vitest'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const PRODUCT = 'Camunda Escalation Ale'

interface Incident {
  readonly job: string
  readonly elementId: string
}

/** The platform with the fulfilment system and a clock that is moved by hand. */
async function platform() {
  const args = ['--app-ports', 'free', '--smtp', '0', '--clock', 'virtual']
  const running = await startPlatform({ apps: 'fulfilment', args })
  onTestFinished(() => running.remove())
  const { ready } = running
  const urls = (ready as unknown as { services: { fulfilment: Record<string, string> } }).services.fulfilment
  const call = async (method: string, service: string, path: string, body?: object) => {
    const init = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await fetch(`${service === 'clock' ? ready.console : urls[service]}${path}`, { method, ...init })
    if (!answer.ok) throw new Error(`${method} ${service} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>)
  }
  const zeebe = connectZeebe({ ZEEBE_ADDRESS: ready.zeebe }, { clocks: systemClocks(), random: systemRandom, log })
  onTestFinished(() => zeebe.close())
  return { call, zeebe }
}

it('raises the incident of PT300S when the clock is moved, is fulfilled by the late answer, and done when it is resolved', async () => {
  const { call, zeebe } = await platform()
  const until = <T>(what: string, look: () => Promise<T | undefined | false>) =>
    waitFor(look, { what, timeoutMs: 15_000 })
  await call('POST', 'shop', '/restock', {})
  await until('stock', async () => ((await call('GET', 'database', '/db/stock'))['count'] as number) === 3)
  await call('PUT', 'dispatch', '/holds/charge_customer')
  const customer = { name: 'Ada', email: 'ada@example.org' }
  const order = { customer, product: PRODUCT, card: '4242424242424242', way: 'watched' }
  const { orderId } = await call('POST', 'shop', '/orders', order)
  const is = (status: string) =>
    until(status, async () => {
      const seen = await call('GET', 'shop', `/orders/${String(orderId)}`)
      return seen['status'] === status && seen
    })
  const { processInstanceKey } = await is('in hand')
  const instance = String(processInstanceKey)
  const incidents = async () => (await call('GET', 'operator', '/incidents'))['incidents'] as Incident[]

  await call('POST', 'clock', '/v1/clock/advance', { ms: 299_000 })
  expect(await incidents()).toEqual([])
  await call('POST', 'clock', '/v1/clock/advance', { ms: 1000 })
  const [incident] = await until('the incident', async () => {
    const found = await incidents()
    return found.length > 0 && found
  })
  expect(incident?.elementId).toBe('raise_incident')
  expect((await call('GET', 'shop', `/orders/${String(orderId)}`))['isLate']).toBe(true)

  await call('DELETE', 'dispatch', '/holds/charge_customer')
  await is('fulfilled')
  // Only an instance that runs takes variables: the order is shipped, and its instance waits for the operator.
  await zeebe.setVariables(instance, {})
  await call('POST', 'operator', `/incidents/${incident?.job ?? ''}/retry`, {})
  await until('the end of the instance', () =>
    zeebe.setVariables(instance, {}).then(
      () => false as const,
      (error: unknown) => String(error).includes('NOT_FOUND'),
    ),
  )
  expect(await incidents()).toEqual([])
})
