import { newEvent } from '@millrace/cloudevents'
import type { Job, OutgoingMessage } from '@millrace/client/zeebe'
import { Fault, Refusal, seededRandom, virtualClocks } from '@millrace/kernel'
import { beforeEach, describe, expect, it } from 'vitest'
import { settingsSchema } from '../settings.ts'
import { RouterStore } from '../store/router-store.ts'
import { cloudEventsJob } from './cloud-events-job.ts'
import { completeJob, failJob } from './complete-job.ts'
import { publishMessage } from './publish-message.ts'
import type { Routing } from './routing.ts'
import { startInstance } from './start-instance.ts'
import { askForAll } from './waiting-jobs.ts'

const START = 1_767_225_600_000
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** An engine that remembers what it was asked, and refuses as it is told. */
class FakeEngine {
  readonly messages: OutgoingMessage[] = []
  readonly completed: string[] = []
  instances = 0
  refusal: Refusal | Fault | undefined
  readonly publishMessage = (message: OutgoingMessage): Promise<string> =>
    this.#answered(() => String(this.messages.push(message)))
  readonly completeJob = (jobKey: string): Promise<void> => this.#answered(() => void this.completed.push(jobKey))
  /** Jobs that the engine has no more. */
  readonly gone = new Set<string>()
  readonly errors: string[] = []
  readonly throwError = (jobKey: string, code: string, message: string): Promise<void> =>
    this.#answered(() => void this.errors.push(`${jobKey} ${code} ${message}`))
  readonly updateJobTimeout = (jobKey: string): Promise<void> =>
    this.gone.has(jobKey) ? Promise.reject(new Refusal('NOT_FOUND', 'no such job')) : Promise.resolve()
  readonly createInstance = () => this.#answered(() => ({ processInstanceKey: String(++this.instances) }))
  #answered<T>(answer: () => T): Promise<T> {
    return this.refusal === undefined ? Promise.resolve(answer()) : Promise.reject(this.refusal)
  }
}

let engine: FakeEngine
let emitted: { readonly id: string; readonly url: string }[]
let emission: () => Promise<void>
let routing: Routing

beforeEach(() => {
  engine = new FakeEngine()
  emitted = []
  emission = () => Promise.resolve()
  routing = {
    zeebe: engine as unknown as Routing['zeebe'],
    store: new RouterStore(undefined),
    settings: settingsSchema.parse({ K_SINK: 'http://sink/default/default' }),
    ports: { clocks: virtualClocks(START), random: seededRandom(1), log: silent },
    emit: (event, url) => {
      emitted.push({ id: String(event.attributes.get('id')), url })
      return emission()
    },
  }
})

const event = (type: string, data: object = {}, more: Record<string, string> = {}) =>
  newEvent(
    { specversion: '1.0', id: 'e-1', source: '/shop', type, datacontenttype: 'application/json', ...more },
    Buffer.from(JSON.stringify(data)),
  )

const job = (headers: Record<string, string>, more: Partial<Job> = {}): Job => ({
  key: '11',
  type: 'cloudevents',
  processInstanceKey: '22',
  processId: 'p',
  processDefinitionKey: '33',
  processVersion: 1,
  elementId: 'task',
  elementInstanceKey: '44',
  headers,
  variables: { order: 'o-1' },
  retries: 3,
  deadline: START + 60_000,
  ...more,
})

const run = (given: Job) => cloudEventsJob(routing)(given, new AbortController().signal)
const KEYS = { workflowkey: '33', workflowinstancekey: '22', jobkey: '11' }

describe('a message', () => {
  it('is named after the type, is known by source and id, and lives until the event expires', async () => {
    routing.store.mappings.putExpected({ workflowKey: '33', messageName: 'Paid', starts: false })
    const expirytime = new Date(START + 5000).toISOString()
    await publishMessage(routing, event('Paid', { a: 1 }, { correlationkey: 'c', expirytime }))
    expect(engine.messages).toEqual([
      { name: 'Paid', messageId: '/shop|e-1', correlationKey: 'c', timeToLiveMs: 5000, variables: { a: 1 } },
    ])
  })
  it('takes the key from the newest process that says where it stands', async () => {
    const { mappings } = routing.store
    mappings.putExpected({ workflowKey: '1', messageName: 'Paid', correlationKey: '=old', starts: false })
    mappings.putExpected({ workflowKey: '2', messageName: 'Paid', correlationKey: '=order', starts: false })
    const outcome = await publishMessage(routing, event('Paid', { order: 'o-1', old: 'x' }))
    expect(outcome).toEqual({ kind: 'published', messageKey: '1', correlationKey: 'o-1' })
  })
  it('needs no key to start a process', async () => {
    routing.store.mappings.putExpected({ workflowKey: '1', messageName: 'Joined', starts: true })
    expect(await publishMessage(routing, event('Joined'))).toMatchObject({ kind: 'published', correlationKey: '' })
  })
  it('that the engine knows already is a duplicate; what the engine cannot do now is thrown on', async () => {
    engine.refusal = new Refusal('ALREADY_EXISTS', 'again')
    expect(await publishMessage(routing, event('Paid'))).toEqual({ kind: 'duplicate' })
    engine.refusal = new Fault('UNAVAILABLE', 'away')
    await expect(publishMessage(routing, event('Paid'))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    expect(routing.store.unmatched.list(10)).toEqual([])
  })
  it('is shown once, however often the same event matches nothing', async () => {
    await publishMessage(routing, event('Nobody', { big: 'x'.repeat(300_000) }))
    await publishMessage(routing, event('Nobody'))
    expect(routing.store.unmatched.list(10)).toMatchObject([{ reason: 'UNEXPECTED_TYPE', at: START }])
    expect(engine.messages).toHaveLength(2)
  })
})

describe('a start by type', () => {
  it('tells events of one id apart by their type, and starts nothing twice', async () => {
    routing.store.mappings.putStart({ cloudEventType: 'A', bpmnProcessId: 'p' })
    routing.store.mappings.putStart({ cloudEventType: 'B', bpmnProcessId: 'p' })
    for (const type of ['A', 'A', 'B']) await startInstance(routing, event(type))
    expect(engine.instances).toBe(2)
  })
  it('is tried again after the engine failed', async () => {
    routing.store.mappings.putStart({ cloudEventType: 'A', bpmnProcessId: 'p' })
    engine.refusal = new Fault('UNAVAILABLE', 'away')
    await expect(startInstance(routing, event('A'))).rejects.toThrow('away')
    engine.refusal = undefined
    expect(await startInstance(routing, event('A'))).toEqual({ kind: 'started', processInstanceKey: '1' })
  })
})

describe('a job', () => {
  it('emits to its Host, or to the sink, and is complete', async () => {
    expect(await run(job({ Type: 'T' }))).toEqual({ kind: 'completed' })
    expect(await run(job({ Type: 'T', Mode: 'EMIT_ONLY', Host: 'http://other/' }))).toEqual({ kind: 'completed' })
    expect(emitted).toEqual([
      { id: 'job-11', url: 'http://sink/default/default' },
      { id: 'job-11', url: 'http://other/' },
    ])
  })
  it.each([
    [{}, 'a header Type'],
    [{ Type: 'T', Mode: 'SOMETIMES' }, 'Mode is EMIT_ONLY or WAIT_FOR_CLOUD_EVENT, not SOMETIMES'],
    [{ Type: 'T', Host: 'ftp://x' }, 'Host is an http or https URL'],
    [{ Type: 'T', CorrelationKey: '=a + b' }, 'is no path'],
  ])('whose model is wrong (%j) raises an incident at once', async (headers, text) => {
    expect(await run(job(headers))).toMatchObject({
      kind: 'failed',
      retries: 0,
      message: expect.stringContaining(text),
    })
    expect(emitted).toEqual([])
  })
  it('costs a retry when its target is away, and none is left to wait for it', async () => {
    emission = () => Promise.reject(new Fault('NOT_EMITTED', 'away'))
    const waiting = job({ Type: 'T', Mode: 'WAIT_FOR_CLOUD_EVENT' })
    expect(await run(waiting)).toMatchObject({ kind: 'failed', retries: 2, message: 'away' })
    expect(routing.store.jobs.open(10)).toEqual([])
  })
})

describe('a job that waits', () => {
  const waiting = job({ Type: 'T', Mode: 'WAIT_FOR_CLOUD_EVENT', WaitType: 'Answer' })
  it('is kept before its event is out, so that an answer that is faster than the emission completes it', async () => {
    emission = async () => {
      expect(await completeJob(routing, event('Answer', {}, KEYS))).toMatchObject({
        kind: 'completed',
        processInstanceKey: '22',
      })
    }
    expect(await run(waiting)).toEqual({ kind: 'left' })
    expect(engine.completed).toEqual(['11'])
    expect(routing.store.jobs.get('11')?.state).toBe('done')
  })
  it('emits once, however often the engine gives it out', async () => {
    await run(waiting)
    await run(waiting)
    expect(emitted).toHaveLength(1)
  })
  it('emits again, as the same event, when the router died before it was out', async () => {
    let died: (() => void) | undefined
    emission = () => new Promise<void>((resolve) => (died = resolve))
    void run(waiting)
    emission = () => Promise.resolve()
    await run(waiting)
    expect(emitted.map(({ id }) => id)).toEqual(['job-11', 'job-11'])
    died?.()
  })
  it('is completed by no other type, instance or workflow; the event is shown', async () => {
    await run(waiting)
    const wrong = [event('Other', {}, KEYS), event('Answer', {}, { ...KEYS, workflowinstancekey: '1' })]
    for (const one of wrong) {
      expect(await completeJob(routing, one)).toMatchObject({ kind: 'unmatched', reason: 'NO_JOB' })
    }
    expect(routing.store.unmatched.list(10).map(({ detail }) => detail)).toEqual([
      'job 11 is of workflow 33, instance 22',
      'job 11 waits for Answer, not for Other',
    ])
    await expect(completeJob(routing, event('Answer', {}, { jobkey: '11' }))).rejects.toThrow(
      'workflowkey, workflowinstancekey',
    )
  })
  it('may fail by an event of any type that carries its keys, once', async () => {
    await run(waiting)
    const failure = event('Refused', { errorCode: 'NO_CARD', errorMessage: 'the card is refused' }, KEYS)
    expect(await failJob(routing, failure)).toMatchObject({ kind: 'completed', jobKey: '11' })
    expect(await failJob(routing, failure)).toEqual({ kind: 'duplicate' })
    expect(engine.errors).toEqual(['11 NO_CARD the card is refused'])
  })
  it('is found out when the engine has it no more, among those that wait on', async () => {
    for (let key = 1; key <= 7; key++) await run(job(waiting.headers, { key: String(key) }))
    engine.gone.add('3')
    engine.gone.add('7')
    await askForAll(routing, new AbortController().signal)
    expect(routing.store.jobs.open(10).map(({ jobKey }) => jobKey)).toEqual(['1', '2', '4', '5', '6'])
  })
  it('that the engine has no more is gone for good; one that it cannot complete now stays', async () => {
    await run(waiting)
    engine.refusal = new Fault('UNAVAILABLE', 'away')
    await expect(completeJob(routing, event('Answer', {}, KEYS))).rejects.toThrow('away')
    expect(routing.store.jobs.get('11')?.state).toBe('waiting')
    engine.refusal = new Refusal('NOT_FOUND', 'no such job')
    expect(await completeJob(routing, event('Answer', {}, KEYS))).toMatchObject({ reason: 'NO_JOB' })
    engine.refusal = undefined
    expect(await completeJob(routing, event('Answer', {}, KEYS))).toMatchObject({ reason: 'NO_JOB' })
    expect(engine.completed).toEqual([])
  })
})
