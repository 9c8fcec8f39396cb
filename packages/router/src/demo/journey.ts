import { type CloudEvent, encodeHttpBinary, newEvent, textOf } from '@millrace/cloudevents'
import { type DemoTarget, Fault, pause, uuidV4 } from '@millrace/kernel'
import { startListener } from './listener.ts'
import { roundTrip } from './round-trip.ts'

/** An order as events alone: the broker starts a process, the process asks, waits, and tells that it is done. */
export async function journey({ urls, ports, print }: DemoTarget): Promise<void> {
  const router = urls['router'] ?? ''
  const { sink, triggers } = (await json(`${router}/status`)) as { sink: string; triggers: { api: string } }
  const id = `Demo${uuidV4(ports.random).slice(0, 8)}`
  const deployed = await json(`${router}/deploy`, { name: `${id}.bpmn`, workflowDefinition: roundTrip(id) })
  const made = deployed['triggers'] as { metadata: { name: string } }[]
  print(`deployed ${id}; triggers ${made.map(({ metadata }) => metadata.name).join(', ')}`)
  await using listener = await startListener(
    `${triggers.api}/apis/eventing.knative.dev/v1/namespaces/default/triggers`,
    id,
  )
  const publish = (type: string, data: object, extensions: Readonly<Record<string, string>> = {}): Promise<void> =>
    send(sink, eventOf({ id: uuidV4(ports.random), type, source: '/demo', ...extensions }, data))
  const next = async (type: string): Promise<CloudEvent> => {
    const limit = AbortSignal.timeout(20_000)
    for (;;) {
      const found = listener.take(type)
      if (found !== undefined) return found
      if (limit.aborted) throw new Fault('NO_EVENT', `${type} did not come`)
      await pause(ports.clocks.liveness, 20)
    }
  }
  await publish(`${id}.Placed`, { order: 'o-1', pieces: 3 }, { correlationkey: 'o-1' })
  const asked = await next(`${id}.PriceAsked`)
  const [workflowkey = '', workflowinstancekey = '', jobkey = ''] = [
    'workflowkey',
    'workflowinstancekey',
    'jobkey',
  ].map((name) => textOf(asked, name))
  print(`instance ${workflowinstancekey} asks for the price with ${String(asked.data)}`)
  await publish(`${id}.PriceKnown`, { price: 42 }, { workflowkey, workflowinstancekey, jobkey })
  // This one brings no correlation key: the expression of the process finds it in the data.
  await publish(`${id}.Paid`, { order: 'o-1', paid: true })
  print(`done: ${String((await next(`${id}.Done`)).data)}`)
}

const eventOf = (attributes: Readonly<Record<string, string>>, data: object): CloudEvent =>
  newEvent(
    { specversion: '1.0', datacontenttype: 'application/json', ...attributes },
    Buffer.from(JSON.stringify(data)),
  )

async function send(sink: string, event: CloudEvent): Promise<void> {
  const { headers, body } = encodeHttpBinary(event)
  const pairs = headers.map(([name, value]): [string, string] => [name, value])
  const answer = await fetch(sink, { method: 'POST', headers: pairs, body: new Uint8Array(body) })
  if (!answer.ok) throw new Fault('NOT_TAKEN', `${sink} answered ${answer.status}: ${await answer.text()}`)
}

async function json(url: string, body?: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, body && { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new Fault('WRONG_ANSWER', `${url} answered ${answer.status}: ${text}`)
  return JSON.parse(text) as Record<string, unknown>
}
