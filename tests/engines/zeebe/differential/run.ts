import { setTimeout as sleep } from 'node:timers/promises'
import { type Answered, type CallName, type PlainGateway, plainGateway } from '@millrace/zeebe/testing'
import { unique } from '../../harness/on-each-engine.ts'
import type { GatewayUnderTest } from '../gateway.ts'
import type { Case, Cases, File, Step } from './case.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { sorted } from './sorted.ts'

const TIME_MS = 10_000
const JOB_MS = 3_600_000

interface Running {
  readonly name: string
  readonly id: string
  readonly given: Case
  readonly definitions: Set<string>
  readonly answers: string[]
  readonly keys: Record<string, number>
}

/**
 * Runs all cases side by side, step by step: after each step everybody waits until the engine is quiet. Gives what
 * became of each.
 */
export async function runCases(gateway: GatewayUnderTest, cases: Cases): Promise<Readonly<Record<string, Outcome>>> {
  const plain = plainGateway(gateway.address)
  const run = unique('d')
  const running = Object.entries(cases).map(([name, make], at): Running => {
    const id = `${run}-${at}`
    return { name, id, given: make(id), definitions: new Set(), answers: [], keys: {} }
  })
  try {
    for (const each of running) await deploy(plain, each, each.given.files)
    const steps = Math.max(...running.map(({ given }) => given.steps.length))
    for (let at = 0; at < steps; at++) {
      await gateway.quiet()
      const due = running.flatMap((each) => {
        const step = each.given.steps[at]
        return step === undefined ? [] : [{ each, step }]
      })
      await fewAtOnce(
        due.map(
          ({ each, step }) =>
            () =>
              perform(gateway, plain, each, step),
        ),
      )
      if (!due.some(({ step }) => step.kind === 'time')) continue
      await gateway.quiet()
      await gateway.setClock(gateway.now() + TIME_MS)
    }
    await gateway.quiet()
  } finally {
    plain.close()
  }
  const records = gateway.records()
  return Object.fromEntries(running.map((each) => [each.name, outcomeOf(records, each)]))
}

const AT_ONCE = 12

/** A real Zeebe refuses what is too much for it. */
async function fewAtOnce(work: readonly (() => Promise<void>)[]): Promise<void> {
  const left = work.values()
  const runner = async (): Promise<void> => {
    for (const next of left) await next()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, runner))
}

async function deploy(plain: PlainGateway, each: Running, files: readonly File[]): Promise<void> {
  const resources = files.map((file, at) => ({
    name: `${each.id}-${at}.bpmn`,
    content: Buffer.from(typeof file === 'string' ? file : file.toXml()),
  }))
  const { code, text, messages } = await plain.call('DeployResource', { resources })
  note(each, 'DeployResource', code, text)
  for (const { process } of (messages[0]?.['deployments'] ?? []) as { process?: { processDefinitionKey: number } }[]) {
    if (process !== undefined) each.definitions.add(String(process.processDefinitionKey))
  }
}

const TRIES = 20
const PAUSE_MS = 100

async function patiently(call: () => Promise<Answered>): Promise<Answered> {
  for (let tries = 1; ; tries++) {
    const answer = await call()
    if (answer.code !== 'RESOURCE_EXHAUSTED' || tries === TRIES) return answer
    await sleep(PAUSE_MS)
  }
}

const note = (each: Running, name: string, code: string, text: string): void => {
  each.answers.push(text === '' ? `${name}: ${code}` : `${name}: ${code} ${text}`)
}

async function ask(plain: PlainGateway, each: Running, name: CallName, request: object) {
  const { code, text, messages } = await patiently(() => plain.call(name, bound(each, request)))
  note(each, name, code, text)
  const found = messages[0]
  if (found?.['processInstanceKey'] !== undefined) each.keys['instance'] ??= Number(found['processInstanceKey'])
  return messages
}

/** The prefix for `$id`, and the keys that came last for their names. */
const bound = (each: Running, request: object): object =>
  JSON.parse(JSON.stringify(request).replaceAll('$id', each.id), (_, value: unknown) =>
    typeof value === 'string' && value.startsWith('$') ? (each.keys[value.slice(1)] ?? 0) : value,
  ) as object

async function perform(gateway: GatewayUnderTest, plain: PlainGateway, each: Running, step: Step): Promise<void> {
  switch (step.kind) {
    case 'time':
      return
    case 'start': {
      const { variables, process = '', more = {} } = step
      const request = {
        bpmnProcessId: `${each.id}${process}`,
        version: -1,
        variables: JSON.stringify(variables),
        ...more,
      }
      await ask(plain, each, 'CreateProcessInstance', request)
      return
    }
    case 'job':
      await work(plain, each, step)
      return
    case 'message':
      await ask(plain, each, 'PublishMessage', { name: `$id-${step.name}`, correlationKey: step.key, ...step.more })
      return
    case 'signal':
      await ask(plain, each, 'BroadcastSignal', {
        signalName: `$id-${step.name}`,
        variables: JSON.stringify(step.variables),
      })
      return
    case 'resolve':
      for (const { key } of openIncidents(gateway, each)) {
        await ask(plain, each, 'ResolveIncident', { incidentKey: Number(key) })
      }
      return
    case 'call':
      await ask(plain, each, step.name, step.request)
      return
    case 'deploy':
      await deploy(plain, each, [step.file])
  }
}

async function work(plain: PlainGateway, each: Running, step: Extract<Step, { kind: 'job' }>): Promise<void> {
  const type = step.type.includes(':') ? step.type : `${each.id}-${step.type}`
  const request = { type, worker: 'w', timeout: JOB_MS, maxJobsToActivate: 1, requestTimeout: 1500 }
  const { messages } = await plain.call('ActivateJobs', request)
  const [job] = messages.flatMap((message) => message['jobs'] as Record<string, unknown>[])
  if (job === undefined) {
    each.answers.push(`no job ${step.type}`)
    return
  }
  const { elementId, retries, customHeaders, variables, key } = job
  each.keys['job'] = Number(key)
  each.keys['element'] = Number(job['elementInstanceKey'])
  each.keys['child'] = Number(job['processInstanceKey'])
  each.answers.push(
    `job ${String(elementId)} ${String(retries)} ${[customHeaders, variables].map((text) => sorted(JSON.parse(String(text)))).join(' ')}`,
  )
  await ask(plain, each, ...step.end(Number(key)))
}

function openIncidents(gateway: GatewayUnderTest, each: Running) {
  const instances = new Set(
    gateway
      .records()
      .filter(({ valueType, value }) => {
        return valueType === 'PROCESS_INSTANCE' && each.definitions.has(String(value['processDefinitionKey']))
      })
      .map(({ value }) => String(value['processInstanceKey'])),
  )
  return [...instances].flatMap((instance) => gateway.incidents(instance))
}
