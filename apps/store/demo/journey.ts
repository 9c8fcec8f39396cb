import { connectKafka } from '@millrace/client'
import { type DemoTarget, Fault, Refusal, uuidV4 } from '@millrace/kernel'
import { watchDashboard } from './dashboard-watch.ts'
import { watchTopics } from './topic-watch.ts'

const TOPICS = ['eventbus.products', 'eventbus.customers', 'eventbus.purchases']

/**
 * Creates a product, a customer and a purchase by REST, and prints what each service answered, what the topics hold as
 * a consumer of its own read it, and what the dashboard said over its socket.
 *
 * @throws Refusal when a service's URL is missing; Fault when a step does not come about.
 */
export async function demo({ brokers, urls, ports, print }: DemoTarget): Promise<void> {
  const kafka = await connectKafka({ KAFKA_BROKERS: brokers, KAFKA_CLIENT_ID: 'store-demo' }, ports)
  const topics = await watchTopics(kafka, TOPICS)
  const dashboard = await watchDashboard(urlOf(urls, 'dashboard'), ports.clocks)
  try {
    const post = async (service: string, body: object): Promise<Entity> => {
      print(`POST ${urlOf(urls, service)}/${service} ${JSON.stringify(body)}`)
      const answer = await postTo(`${urlOf(urls, service)}/${service}`, body, uuidV4(ports.random))
      print(`  ${answer.status} ${answer.location} ${JSON.stringify(answer.entity)}`)
      return answer.entity
    }
    const product = await post('products', { name: 'Butter', price: 1.5 })
    const customer = await post('customers', { firstName: 'Danny', lastName: 'Tester' })
    const purchase = await post('purchases', { productId: product.id, customerId: customer.id, total: 1.99 })
    for (const { id } of [product, customer, purchase]) {
      const { topic, offset, key, value } = await topics.record(id)
      print(`read from ${topic}, offset ${offset}: ${key} ${value}`)
    }
    print(`told by the dashboard's socket: ${await dashboard.changed(purchase.id)}`)
    await show(print, `${urlOf(urls, 'dashboard')}/api/customers/${customer.id}`)
    await show(print, `${urlOf(urls, 'dashboard')}/api/products/${product.id}/purchases`)
    print(`the page: ${urlOf(urls, 'dashboard')}/`)
  } finally {
    dashboard.close()
    await topics.close()
    await kafka.close()
  }
}

interface Entity {
  readonly id: string
}

function urlOf(urls: DemoTarget['urls'], service: string): string {
  const url = urls[service]
  if (url === undefined) throw new Refusal('MISSING_URL', `the demo needs the URL of the store's ${service}`)
  return url
}

async function postTo(
  url: string,
  body: object,
  key: string,
): Promise<{ status: number; location: string; entity: Entity }> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await answer.text()
  if (answer.status !== 201) throw new Fault('STEP_FAILED', `${url} answered ${answer.status}: ${text}`)
  return { status: 201, location: answer.headers.get('location') ?? '', entity: JSON.parse(text) as Entity }
}

async function show(print: (line: string) => void, url: string): Promise<void> {
  const answer = await fetch(url)
  print(`GET ${url}`)
  print(`  ${answer.status} ${JSON.stringify(await answer.json())}`)
}
