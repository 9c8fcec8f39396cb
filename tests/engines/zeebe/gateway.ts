import { realZeebe, waitFor, type ZeebeRecord, zeebeRecords } from '@millrace/testkit'
import { readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** An open incident of an instance, as the engine keeps it. */
export interface OpenIncident {
  readonly key: string
  readonly jobKey: string
  readonly elementId: string
  readonly elementInstanceKey: string
  readonly type: string
  readonly message: string
}

/** A gateway under test, and what its protocol has no call for. */
export interface GatewayUnderTest {
  readonly name: 'millrace' | 'zeebe'
  /** `host:port` */
  readonly address: string
  /** Every record of its log so far that is an event or a rejection. */
  records(): readonly ZeebeRecord[]
  incidents(processInstanceKey: string): OpenIncident[]
  /** Elements of the instance that were completed, in order. */
  completed(processInstanceKey: string): string[]
  /** Every text that the engine ever kept: a secret must not be in it. */
  everything(): string
  /** The engine's time, ms since epoch. It stands still once it has been set. */
  now(): number
  setClock(at: number): Promise<void>
  /** Resolves when nothing is left to do now. */
  quiet(): Promise<void>
  stop(): Promise<void>
}

/**
 * A real Zeebe. One that runs already (`zeebe.main.ts`) saves its start while tests are written: `REAL_ZEEBE_ADDRESS`,
 * `REAL_ZEEBE_REST` and `REAL_ZEEBE_LOG` name it.
 */
export async function realGateway(): Promise<GatewayUnderTest> {
  const { REAL_ZEEBE_ADDRESS: address, REAL_ZEEBE_REST: rest = '', REAL_ZEEBE_LOG: log = '' } = process.env
  if (address !== undefined) return realUnderTest(address, rest, log, () => Promise.resolve())
  const zeebe = await realZeebe()
  return realUnderTest(zeebe.address, zeebe.rest, zeebe.logFile, zeebe.stop)
}

function realUnderTest(address: string, rest: string, log: string, stop: () => Promise<void>): GatewayUnderTest {
  const output = (): string => readFileSync(log, 'utf8')
  const clock = { set: 0 }
  const setClock = async (at: number): Promise<void> => {
    await clockCall(rest, 'PUT', '/v2/clock', { timestamp: at })
    clock.set = at
  }
  return {
    ...underTest('zeebe', address, () => zeebeRecords(output()), setClock),
    everything: output,
    quiet: () => grownStill(log),
    now: () => (clock.set === 0 ? Date.now() : clock.set),
    stop: async () => {
      if (clock.set !== 0) await clockCall(rest, 'POST', '/v2/clock/reset')
      await stop()
    },
  }
}

const LOOK_EVERY_MS = 50
const STILL_LOOKS = 16
const LOOKS_AT_MOST = 400

/** Waits until the broker's log has not grown for a moment, for 20 s at most. */
async function grownStill(log: string): Promise<void> {
  let size = -1
  for (let looks = 0, still = 0; looks < LOOKS_AT_MOST && still < STILL_LOOKS; looks++) {
    await sleep(LOOK_EVERY_MS)
    const now = statSync(log).size
    still = now === size ? still + 1 : 0
    size = now
  }
}

/** A gateway that is ready may lose its broker for a moment: then it answers 5xx, and is asked again. */
async function clockCall(rest: string, method: string, path: string, body?: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
  const what = `${method} ${path} to be answered with 204`
  await waitFor(
    async () => {
      const answer = await fetch(`${rest}${path}`, init)
      if (answer.status !== 204) throw new Error(`${answer.status}: ${await answer.text()}`)
      return true
    },
    { what, everyMs: 200 },
  )
}

/** What follows from the records alone. */
export function underTest(
  name: GatewayUnderTest['name'],
  address: string,
  records: () => readonly ZeebeRecord[],
  setClock: (at: number) => Promise<void>,
) {
  const events = (processInstanceKey: string) =>
    records().filter(
      ({ recordType, value }) => recordType === 'EVENT' && value['processInstanceKey'] === processInstanceKey,
    )
  return {
    name,
    address,
    records,
    everything: (): string => JSON.stringify(records()),
    setClock,
    incidents: (instance: string): OpenIncident[] => {
      const found = events(instance).filter(({ valueType }) => valueType === 'INCIDENT')
      const resolved = new Set(found.filter(({ intent }) => intent === 'RESOLVED').map(({ key }) => key))
      return found
        .filter(({ intent, key }) => intent === 'CREATED' && !resolved.has(key))
        .map(({ key, value }) => ({
          key,
          jobKey: String(value['jobKey']),
          elementId: String(value['elementId']),
          elementInstanceKey: String(value['elementInstanceKey']),
          type: String(value['errorType']),
          message: String(value['errorMessage']),
        }))
    },
    completed: (instance: string): string[] =>
      events(instance)
        .filter(({ valueType, intent }) => valueType === 'PROCESS_INSTANCE' && intent === 'ELEMENT_COMPLETED')
        .map(({ value }) => String(value['elementId'])),
  }
}
