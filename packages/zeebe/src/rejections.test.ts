import { type Engine, openEngine } from '@millrace/engine'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { afterAll, beforeAll, expect, it } from 'vitest'
import recorded from '../testdata/recorded.json' with { type: 'json' }
import { type ZeebeServer, startZeebeServer } from './server.ts'
import { type CallName, type PlainGateway, plainGateway } from './testing.ts'

/** Calls and what a Zeebe 8.6.0 broker answered, in the order in which it did; `$name` stands for a key. */
interface Recorded {
  readonly what: string
  readonly call: string
  readonly request: object
  readonly code: string
  readonly message: string | null
}

const notYet = { code: 'UNIMPLEMENTED', text: /^Millrace does not yet / }

/** Where ours is not Zeebe's answer, and why. */
const differences: Readonly<Record<string, { readonly code: string; readonly text: RegExp }>> = {
  // Zeebe names its own address and threads; there are none here.
  'create with result: times out': {
    code: 'DEADLINE_EXCEEDED',
    text: /^Time out between gateway and broker: the process did not complete in PT1S$/,
  },
  // Decisions, modification and migration are not served yet.
  'evaluate: unknown decision': notYet,
  'modify: unknown instance': notYet,
  'modify: unknown element': notYet,
  'migrate: unknown instance': notYet,
}

let engine: Engine
let server: ZeebeServer
let gateway: PlainGateway
const keys: Record<string, number> = {}

beforeAll(async () => {
  const clocks = systemClocks()
  engine = await openEngine({ log: memoryLog({ clocks }), clocks, random: systemRandom })
  server = await startZeebeServer({ engine, clocks, host: '127.0.0.1', port: 0 })
  gateway = plainGateway(`127.0.0.1:${server.address.port}`)
  await ask('DeployResource', (recorded[0] as Recorded).request)
  const [, done] = await started()
  await ask('CompleteJob', { jobKey: done })
  const [cancelled, jobOfCancelled] = await started()
  await ask('CancelProcessInstance', { processInstanceKey: cancelled })
  const [instance, job] = await started()
  const [, otherJob] = await started()
  Object.assign(keys, { done, cancelled, jobOfCancelled, instance, job, otherJob })
})
afterAll(async () => {
  gateway.close()
  await server.stop()
  await engine.close()
})

const ask = (call: string, request: object) => gateway.call(call as CallName, bound(request))

/** An instance of the process, and its job, which this worker has. */
async function started(): Promise<readonly [number, number]> {
  const created = await ask('CreateProcessInstance', { bpmnProcessId: 'rej', version: -1 })
  const request = { type: 'rej', worker: 'w', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 1000 }
  const { messages } = await ask('ActivateJobs', request)
  const jobs = messages.flatMap((message) => message['jobs'] as { readonly key: number }[])
  return [Number(created.messages[0]?.['processInstanceKey']), jobs[0]?.key ?? 0]
}

/** Keys for their names, numbers for the text of int64, bytes for that of files. */
function bound(request: object): object {
  return JSON.parse(JSON.stringify(request), (name, value: unknown) => {
    if (name === 'content' || name === 'definition') return Buffer.from(String(value))
    return typeof value === 'string' && value.startsWith('$') ? keys[value.slice(1)] : value
  }) as object
}

it.each(recorded as readonly Recorded[])('$what', async ({ what, call, request, code, message }) => {
  const answer = await ask(call, request)
  const difference = differences[what]
  if (difference !== undefined) {
    expect(answer).toMatchObject({ code: difference.code, text: expect.stringMatching(difference.text) })
    return
  }
  const text = (message ?? '').replaceAll(/\$(\w+)/g, (_, name: string) => String(keys[name]))
  expect({ code: answer.code, text: answer.text }).toEqual({ code, text })
})
