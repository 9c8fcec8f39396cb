import { setTimeout as sleep } from 'node:timers/promises'
import type { Answered, CallName, PlainGateway } from '@millrace/zeebe/testing'

const CALL_MS = 30_000
const AGAIN_MS = 5
const TIMES = 2000

/** A call that the gateway may refuse for load: it is repeated, as every client of Zeebe does. */
export async function called(gateway: PlainGateway, name: CallName, request: object): Promise<Answered> {
  for (let times = 1; ; times++) {
    const answer = await gateway.call(name, request, CALL_MS)
    if (answer.code === 'OK') return answer
    if (answer.code !== 'RESOURCE_EXHAUSTED' || times === TIMES)
      throw new Error(`${name}: ${answer.code} ${answer.text}`)
    await sleep(AGAIN_MS)
  }
}

/** Starts an instance of the latest version; gives its key. */
export async function create(gateway: PlainGateway, bpmnProcessId: string, variables: object = {}): Promise<number> {
  const request = { bpmnProcessId, version: -1, variables: JSON.stringify(variables) }
  const { messages } = await called(gateway, 'CreateProcessInstance', request)
  return Number(messages[0]?.['processInstanceKey'])
}

/** Does something `count` times, so many at a time; `at` counts from 0. */
export async function inFlight(count: number, most: number, work: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const loop = async (): Promise<void> => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: Math.min(most, count) }, loop))
}
