import { setTimeout as sleep } from 'node:timers/promises'

/** The one that takes longest: 11 s on the table, 15 s in the oven. */
const PIZZA = { sauce: 'Tomato', cheese: 'Ricotta', main_topping: 'Pork', extra_toppings: [] }
const STEP_MOST_MS = 120_000
const LOOK_EVERY_MS = 200
const DELIVERED = 999

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly cookie: string
}

/**
 * Logs in, orders twice under one key by impatience, and waits until the order is delivered; gives its id. A web application
 * that is being killed is asked again.
 *
 * @throws Error when a step does not come about.
 */
export async function eat(webapp: string, number: number): Promise<string> {
  const post = (path: string, body: object, key: string, cookie = '') =>
    patient(webapp + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, cookie },
      body: JSON.stringify(body),
    })
  const { cookie } = await post('/api/login', { username: `Eater ${number}` }, crypto.randomUUID())
  const key = crypto.randomUUID()
  const [first, second] = await Promise.all([
    post('/api/orders', PIZZA, key, cookie),
    post('/api/orders', PIZZA, key, cookie),
  ])
  const { orderId } = first.body
  if (first.status !== 201 || typeof orderId !== 'string' || second.body['orderId'] !== orderId)
    throw new Error(`ordered ${JSON.stringify(first)}, then ${JSON.stringify(second)}`)
  const deadline = performance.now() + STEP_MOST_MS
  for (;;) {
    const { body } = await patient(`${webapp}/api/orders/${orderId}`, { headers: { cookie } })
    if (body['status'] === DELIVERED) return orderId
    if (performance.now() > deadline) throw new Error(`stuck after ${STEP_MOST_MS} ms: ${JSON.stringify(body)}`)
    await sleep(LOOK_EVERY_MS)
  }
}

async function patient(url: string, init: RequestInit): Promise<Answer> {
  const deadline = performance.now() + STEP_MOST_MS
  let last = 'nothing'
  while (performance.now() < deadline) {
    try {
      const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(15_000) })
      const text = await answer.text()
      const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
      if (answer.status < 500) return { status: answer.status, body: JSON.parse(text) as Answer['body'], cookie }
      last = `${answer.status} ${text}`
    } catch (thrown) {
      last = String(thrown)
    }
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`${url} had no answer for ${STEP_MOST_MS} ms; the last was ${last}`)
}
