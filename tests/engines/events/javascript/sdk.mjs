// Publishes and receives CloudEvents with the JavaScript SDK; the expectations are in sdks.test.ts.
// Usage: sdk.mjs publish <url> <events as JSON> | sdk.mjs receive
import { createServer } from 'node:http'
import { CloudEvent, HTTP } from 'cloudevents'

const [, , what, url, events] = process.argv
const say = (facts) => console.log(JSON.stringify(facts))
const made = ({ id, type, source, subject, shop, data }) =>
  new CloudEvent({ datacontenttype: 'application/json', id, type, source, subject, shop, data })

const post = async ({ headers, body }) => {
  const answer = await fetch(url, { method: 'POST', headers, body })
  say({ status: answer.status })
}

/** Each in its mode. The SDK has no batches: those are put together from what it writes. */
const publish = async (wanted) => {
  for (const event of wanted.filter(({ mode }) => mode === 'binary')) await post(HTTP.binary(made(event)))
  for (const event of wanted.filter(({ mode }) => mode === 'structured')) await post(HTTP.structured(made(event)))
  const batch = wanted.filter(({ mode }) => mode === 'batch').map((event) => HTTP.structured(made(event)).body)
  if (batch.length === 0) return
  await post({ headers: { 'content-type': 'application/cloudevents-batch+json' }, body: `[${batch.join(',')}]` })
}

const receive = () => {
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).map(String).join('')
    const event = HTTP.toEvent({ headers: request.headers, body })
    const { id, type, source, subject, shop } = event
    const mode = 'ce-id' in request.headers ? 'binary' : 'structured'
    say({ mode, id, type, source, subject, shop, data: JSON.stringify(event.data) })
    if (type !== 'sdk.asked') {
      response.writeHead(202).end()
      return
    }
    const reply = {
      id: `reply-${id}`,
      type: 'sdk.answered',
      source: '/sdk/javascript',
      subject: 'answer',
      shop: 'nord',
    }
    const message = HTTP.binary(made({ ...reply, data: { answer: 42 } }))
    response.writeHead(200, message.headers).end(message.body)
  })
  server.listen(0, '127.0.0.1', () => say({ listening: `http://127.0.0.1:${server.address().port}` }))
}

if (what === 'publish') await publish(JSON.parse(events))
else receive()
