import { systemClocks, systemRandom, type RunningService } from '@millrace/kernel'
import { startRouter } from '@millrace/router'
import { type Platform, startPlatform, tempDir, waitFor } from '@millrace/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Heard, type Listener, startListener } from '../events/listener.ts'
import { chosenEngines } from '../harness/engines.ts'
import { unique } from '../harness/on-each-engine.ts'
import { type GatewayUnderTest, realGateway } from '../zeebe/gateway.ts'
import { orderProcess, tellingProcess, waitingProcess } from './models.ts'

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const ports = { clocks: systemClocks(), random: systemRandom, log: silent }

/** The same router with the process engine of the platform and with a real Zeebe; the broker is the platform's. */
const engines = chosenEngines().map((name) => (name === 'millrace' ? 'the platform' : 'a real Zeebe'))

describe.each(engines)('the router on %s', (engine) => {
  let platform: Platform
  let zeebe: GatewayUnderTest | undefined
  let listener: Listener
  let router: RunningService
  const data = tempDir('router-')
  let id = ''

  const start = async (): Promise<void> => {
    router = await startRouter(
      {
        PORT: '0',
        ZEEBE_CLIENT_BROKER_CONTACTPOINT: zeebe?.address ?? platform.ready.zeebe,
        ZEEBE_CLIENT_SECURITY_PLAINTEXT: 'true',
        EVENTS_URL: platform.ready.events,
        K_SINK: `${platform.ready.events}/default/default`,
        DATA_DIR: data.path,
      },
      ports,
    )
  }

  beforeAll(async () => {
    platform = await startPlatform()
    if (engine === 'a real Zeebe') zeebe = await realGateway()
    listener = await startListener()
    await start()
  })
  beforeEach(() => {
    id = unique('P').replaceAll('-', '')
  })
  afterAll(async () => {
    await router?.stop()
    await listener?.stop()
    await zeebe?.stop()
    await platform?.remove()
    data.remove()
  })

  const call = async (method: string, path: string, headers: Record<string, string>, body: unknown) => {
    const url = path.startsWith('http') ? path : `${router.urls['http']}${path}`
    const answer = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
  }
  const event = (
    path: string,
    type: string,
    body: unknown,
    extensions: Record<string, string> = {},
    method = 'POST',
  ) => {
    const attributes = { specversion: '1.0', id: unique('e'), source: '/test', type, ...extensions }
    const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value] as const)
    return call(method, path, Object.fromEntries(headers), body)
  }
  const publish = async (type: string, body: unknown, extensions: Record<string, string> = {}) => {
    const { status } = await event(`${platform.ready.events}/default/default`, type, body, extensions)
    expect(status).toBe(202)
  }
  const deploy = async (xml: string) => {
    const { status, body } = await call('POST', '/deploy', {}, { name: `${id}.bpmn`, workflowDefinition: xml })
    expect(status, JSON.stringify(body)).toBe(200)
    return body as { processes: { processDefinitionKey: string }[]; messages: string[]; triggers: unknown[] }
  }
  const subscribe = async (...types: string[]): Promise<void> => {
    for (const type of types) {
      const { status } = await call(
        'POST',
        `${platform.ready.events}/apis/eventing.knative.dev/v1/namespaces/default/triggers`,
        {},
        {
          apiVersion: 'eventing.knative.dev/v1',
          kind: 'Trigger',
          metadata: { name: unique('t') },
          spec: { broker: 'default', filters: [{ exact: { type } }], subscriber: { uri: listener.url } },
        },
      )
      expect(status).toBe(201)
    }
  }
  const heard = (type: string, count = 1): Promise<Heard[]> =>
    waitFor(() => listener.of(type).length >= count && listener.of(type), { what: type, timeoutMs: 60_000 })
  const keysOf = ({ workflowkey, workflowinstancekey, jobkey }: Heard = {}): Record<string, string> => ({
    workflowkey: String(workflowkey),
    workflowinstancekey: String(workflowinstancekey),
    jobkey: String(jobkey),
  })
  const shown = async (name: string): Promise<Record<string, unknown>[]> => {
    const { unmatched } = (await call('GET', '/messages', {}, undefined)).body as { unmatched: { event: Heard }[] }
    return unmatched.filter(({ event: { type } }) => type === name)
  }

  it('tells where it is connected', async () => {
    const { body } = await call('GET', '/status', {}, undefined)
    expect(body).toMatchObject({
      'zeebe.broker.contactPoint': zeebe?.address ?? platform.ready.zeebe,
      plainTextConnection: true,
      zeebe: { reached: true },
    })
  })

  it('makes a trigger for each message, carries an order from its first event to its last, each once', async () => {
    const first = await deploy(orderProcess(id))
    expect(first.messages).toEqual([`${id}.Placed`, `${id}.Paid`])
    expect(first.triggers).toHaveLength(3)
    expect(await deploy(orderProcess(id))).toEqual(first)
    await subscribe(`${id}.Asked`, `${id}.Done`)
    const placed = { id: 'placed', correlationkey: 'o-1' }
    await publish(`${id}.Placed`, { order: 'o-1', pieces: 3 }, placed)
    await publish(`${id}.Placed`, { order: 'o-1', pieces: 3 }, placed)
    const [asked] = await heard(`${id}.Asked`)
    expect(asked).toMatchObject({
      id: `job-${String(asked?.['jobkey'])}`,
      source: 'zeebe.default.svc.cluster.local',
      subject: 'Zeebe Job',
      correlationkey: 'o-1',
      bpmnactivityname: 'ask',
      bpmnactivityid: expect.stringMatching(/^\d+$/),
      workflowkey: first.processes[0]?.processDefinitionKey,
      data: { order: 'o-1', pieces: 3 },
    })
    await publish(`${id}.Answered`, { price: 42 }, keysOf(asked))
    await publish(`${id}.Paid`, { order: 'o-1', paid: true })
    const [done] = await heard(`${id}.Done`)
    expect(done?.['data']).toEqual({ order: 'o-1', pieces: 3, price: 42, paid: true })
    expect(listener.of(`${id}.Asked`)).toHaveLength(1)
    expect(listener.of(`${id}.Done`)).toHaveLength(1)
  })

  it('starts the process that a type is mapped to, once for an event, with data that were encoded twice', async () => {
    await deploy(tellingProcess(id, listener.url))
    const mapping = { cloudEventType: `${id}.Begin`, bpmnProcessId: id, version: '' }
    expect((await call('POST', '/workflows', {}, mapping)).status).toBe(200)
    expect((await call('GET', '/workflows', {}, undefined)).body).toMatchObject({
      [`${id}.Begin`]: { bpmnProcessId: id },
    })
    const twice = () => event('/workflow', `${id}.Begin`, JSON.stringify({ sessionId: '5' }), { id: 'one' })
    expect((await twice()).body).toMatchObject({ kind: 'started' })
    expect((await twice()).body).toEqual({ kind: 'duplicate' })
    const [told] = await heard(`${id}.Told`)
    expect(told).toMatchObject({ data: { sessionId: '5' }, correlationkey: 'fixed' })
    expect(listener.of(`${id}.Told`)).toHaveLength(1)
  })

  it('starts one version by its key, and one by its number', async () => {
    const [first] = (await deploy(tellingProcess(id, listener.url))).processes
    const workflowKey = first?.processDefinitionKey
    await call('POST', '/workflows', {}, { cloudEventType: `${id}.Key`, workflowKey })
    await call('POST', '/workflows', {}, { cloudEventType: `${id}.Number`, bpmnProcessId: id, version: '1' })
    expect((await event('/workflow', `${id}.Key`, {})).body).toMatchObject({ kind: 'started' })
    expect((await event('/workflow', `${id}.Number`, {})).body).toMatchObject({ kind: 'started' })
    const told = await heard(`${id}.Told`, 2)
    expect(told.map(({ workflowkey }) => workflowkey)).toEqual([workflowKey, workflowKey])
  })

  it('completes a job by its keys alone, once, and no job that does not wait', async () => {
    await deploy(waitingProcess(id))
    await subscribe(`${id}.Asked`, `${id}.Done`)
    await call('POST', '/workflows', {}, { cloudEventType: `${id}.Begin`, bpmnProcessId: id })
    await event('/workflow', `${id}.Begin`, { a: 1 })
    const [asked] = await heard(`${id}.Asked`)
    const keys = keysOf(asked)
    await waitFor(
      async () => {
        const { pending } = (await call('GET', '/jobs', {}, undefined)).body as { pending: Record<string, object> }
        return keys['workflowkey'] !== undefined && pending[keys['workflowkey']] !== undefined
      },
      { what: 'the waiting job' },
    )
    expect((await event('/', 'any', {})).body).toMatchObject({ status: 400, code: 'MISSING_KEYS' })
    expect((await event('/', 'any', {}, { ...keys, jobkey: '1' })).body).toMatchObject({ status: 422, code: 'NO_JOB' })
    expect((await event('/', 'any', {}, { ...keys, workflowkey: '1' })).body).toMatchObject({ status: 422 })
    expect((await event('/', 'any', { b: 2 }, keys)).body).toMatchObject({ kind: 'completed' })
    expect((await event('/', 'any', { b: 3 }, keys)).body).toEqual({ kind: 'duplicate' })
    expect((await heard(`${id}.Done`))[0]?.['data']).toEqual({ a: 1, b: 2 })
  })

  it('throws a business error that the model catches', async () => {
    await deploy(waitingProcess(id))
    await subscribe(`${id}.Asked`, `${id}.Refused`)
    await call('POST', '/workflows', {}, { cloudEventType: `${id}.Begin`, bpmnProcessId: id })
    await event('/workflow', `${id}.Begin`, { order: 7 })
    const keys = keysOf((await heard(`${id}.Asked`))[0])
    expect((await event('/error', 'refused', { errorCode: 'NO_CARD' }, keys)).body).toMatchObject({ kind: 'completed' })
    expect((await heard(`${id}.Refused`))[0]).toMatchObject({ data: { order: 7 }, bpmnactivityname: 'refuse' })
  })

  it('cancels an instance, and shows the event for its job instead of losing it', async () => {
    await deploy(waitingProcess(id))
    await subscribe(`${id}.Asked`)
    await call('POST', '/workflows', {}, { cloudEventType: `${id}.Begin`, bpmnProcessId: id })
    await event('/workflow', `${id}.Begin`, {})
    const keys = keysOf((await heard(`${id}.Asked`))[0])
    const { workflowinstancekey = '' } = keys
    expect((await event('/workflow', 'stop', {}, { workflowinstancekey }, 'DELETE')).body).toMatchObject({
      kind: 'cancelled',
    })
    expect((await event('/workflow', 'stop', {}, { workflowinstancekey }, 'DELETE')).status).toBe(404)
    expect((await event('/', `${id}.Late`, {}, keys)).body).toMatchObject({ status: 422, code: 'NO_JOB' })
    expect(await shown(`${id}.Late`)).toMatchObject([{ reason: 'NO_JOB' }])
  })

  it('shows what matches nothing, and gives it again when told to', async () => {
    expect((await event('/message', `${id}.Nobody`, { a: 1 })).body).toMatchObject({ reason: 'UNEXPECTED_TYPE' })
    expect((await event('/workflow', `${id}.Unmapped`, {})).body).toMatchObject({ status: 422, code: 'NO_PROCESS' })
    expect(await shown(`${id}.Nobody`)).toMatchObject([{ reason: 'UNEXPECTED_TYPE', event: { data: { a: 1 } } }])
    await deploy(orderProcess(id))
    await subscribe(`${id}.Asked`, `${id}.Done`)
    await publish(`${id}.Placed`, { order: 'o-2' }, { correlationkey: 'o-2' })
    await publish(`${id}.Answered`, {}, keysOf((await heard(`${id}.Asked`))[0]))
    const keyless = await event('/message', `${id}.Paid`, { nothing: true })
    expect(keyless.body).toMatchObject({ status: 422, code: 'NO_CORRELATION_KEY' })
    const [entry] = await shown(`${id}.Paid`)
    const again = await call('POST', `/messages/${String(entry?.['number'])}/publish`, {}, { correlationKey: 'o-2' })
    expect(again.body).toMatchObject({ kind: 'published', correlationKey: 'o-2' })
    expect((await heard(`${id}.Done`))[0]?.['data']).toEqual({ order: 'o-2', nothing: true })
    expect(await shown(`${id}.Paid`)).toEqual([])
  })

  it('passes over what has expired, and refuses what is no event with the attribute that is wrong', async () => {
    const expired = await event('/message', `${id}.Old`, {}, { expirytime: '2020-01-01T00:00:00Z' })
    expect(expired.body).toEqual({ kind: 'expired' })
    const { status, body } = await event('/message', '', {})
    expect(status).toBe(400)
    expect(body).toMatchObject({ attribute: 'type' })
  })

  it('remembers mappings, expected messages and waiting jobs over a restart', async () => {
    await deploy(waitingProcess(id))
    await subscribe(`${id}.Asked`, `${id}.Done`)
    await call('POST', '/workflows', {}, { cloudEventType: `${id}.Begin`, bpmnProcessId: id })
    await call('POST', '/messages', {}, { workflowKey: '7', messageName: `${id}.Expected`, correlationKey: '=data.k' })
    await event('/workflow', `${id}.Begin`, { a: 1 })
    const keys = keysOf((await heard(`${id}.Asked`))[0])
    await router.stop()
    await start()
    expect((await event('/message', `${id}.Expected`, { k: 5 })).body).toMatchObject({
      kind: 'published',
      correlationKey: '5',
    })
    expect((await event('/', 'any', { b: 2 }, keys)).body).toMatchObject({ kind: 'completed' })
    expect((await heard(`${id}.Done`))[0]?.['data']).toEqual({ a: 1, b: 2 })
    expect((await event('/workflow', `${id}.Begin`, { a: 2 })).body).toMatchObject({ kind: 'started' })
    expect(await heard(`${id}.Asked`, 2)).toHaveLength(2)
  })
})
