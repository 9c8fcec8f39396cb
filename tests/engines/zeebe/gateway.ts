import { realZeebe, zeebeRecords } from '@millrace/testkit'
import { readFileSync } from 'node:fs'

/** An open incident of an instance, as the engine keeps it. */
export interface OpenIncident {
  readonly key: string
  readonly jobKey: string
  readonly elementId: string
  readonly message: string
}

/** A gateway under test, and what its protocol has no call for. */
export interface GatewayUnderTest {
  /** `host:port` */
  readonly address: string
  incidents(processInstanceKey: string): OpenIncident[]
  /** Elements of the instance that were completed, in order. */
  completed(processInstanceKey: string): string[]
  /** Every text that the engine ever kept: a secret must not be in it. */
  everything(): string
  setClock(at: number): Promise<void>
  stop(): Promise<void>
}

/**
 * A real Zeebe. One that runs already (`zeebe.main.ts`) saves its start while tests are written: `REAL_ZEEBE_ADDRESS`,
 * `REAL_ZEEBE_REST` and `REAL_ZEEBE_LOG` name it.
 */
export async function realGateway(): Promise<GatewayUnderTest> {
  const { REAL_ZEEBE_ADDRESS: address, REAL_ZEEBE_REST: rest = '', REAL_ZEEBE_LOG: log = '' } = process.env
  if (address !== undefined) return underTest(address, () => readFileSync(log, 'utf8'), clockOf(rest))
  const zeebe = await realZeebe()
  const output = (): string => readFileSync(zeebe.logFile, 'utf8')
  return { ...underTest(zeebe.address, output, zeebe.setClock), stop: zeebe.stop }
}

const clockOf =
  (rest: string) =>
  async (at: number): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    await fetch(`${rest}/v2/clock`, { method: 'PUT', headers, body: JSON.stringify({ timestamp: at }) })
  }

function underTest(address: string, output: () => string, setClock: (at: number) => Promise<void>): GatewayUnderTest {
  const events = (processInstanceKey: string) =>
    zeebeRecords(output()).filter(
      ({ recordType, value }) => recordType === 'EVENT' && value['processInstanceKey'] === processInstanceKey,
    )
  return {
    address,
    everything: output,
    setClock,
    incidents: (instance) => {
      const records = events(instance).filter(({ valueType }) => valueType === 'INCIDENT')
      const resolved = new Set(records.filter(({ intent }) => intent === 'RESOLVED').map(({ key }) => key))
      return records
        .filter(({ intent, key }) => intent === 'CREATED' && !resolved.has(key))
        .map(({ key, value }) => ({
          key,
          jobKey: String(value['jobKey']),
          elementId: String(value['elementId']),
          message: String(value['errorMessage']),
        }))
    },
    completed: (instance) =>
      events(instance)
        .filter(({ valueType, intent }) => valueType === 'PROCESS_INSTANCE' && intent === 'ELEMENT_COMPLETED')
        .map(({ value }) => String(value['elementId'])),
    stop: () => Promise.resolve(),
  }
}
