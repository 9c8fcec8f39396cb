import { EVENTS_PARTITION, type EngineEvent, decodeEvent, openEngine } from '@millrace/engine'
import { VirtualClock, systemClocks, systemRandom } from '@millrace/kernel'
import { type Frame, type Log, nodeDisk, openLog, records } from '@millrace/log'
import { type ZeebeRecord, tempDir } from '@millrace/testkit'
import { startZeebeServer } from '@millrace/zeebe'
import { type GatewayUnderTest, underTest } from './gateway.ts'

/** Millrace's engine and gateway on a log on the disk, with a clock that stands still until a test moves it. */
export async function millraceGateway(): Promise<GatewayUnderTest> {
  await using parts = new AsyncDisposableStack()
  const folder = parts.use(tempDir('millrace-engine-'))
  const idle = { engine: () => Promise.resolve() }
  const domain = new VirtualClock({ start: systemClocks().domain.now(), drain: () => idle.engine() })
  const clocks = { domain, liveness: systemClocks().liveness }
  const disk = await nodeDisk(folder.path)
  parts.defer(() => disk.close())
  const log = await openLog({ disk, clocks, random: systemRandom })
  parts.defer(() => log.close())
  const written: ZeebeRecord[] = []
  const engine = await openEngine({ log: overheard(log, written), clocks, random: systemRandom })
  parts.defer(() => engine.close())
  idle.engine = () => engine.idle()
  const server = await startZeebeServer({ engine, clocks, host: '127.0.0.1', port: 0 })
  parts.defer(() => server.stop())
  const all = parts.move()
  const setClock = (at: number): Promise<void> => domain.advance(Math.max(0, at - domain.now()))
  const address = `127.0.0.1:${server.address.port}`
  return {
    ...underTest('millrace', address, () => written, setClock),
    now: () => domain.now(),
    quiet: () => engine.idle(),
    stop: () => all.disposeAsync(),
  }
}

/** The log, with each event of the engine kept as well once it is durable, in the shape of Zeebe's exporter. */
function overheard(log: Log, written: ZeebeRecord[]): Log {
  const append = (frame: Frame) => {
    const appended = log.append(frame)
    const events = (frame.batches ?? [])
      .filter(({ partition }) => partition === EVENTS_PARTITION)
      .flatMap(({ bytes }) => [...records(Buffer.from(bytes))].map(decodeEvent))
    appended.durable.then(
      () => written.push(...events.map((event, at) => recordOf(event, written.length + at))),
      () => undefined,
    )
    return appended
  }
  const bound = (target: Log, name: string | symbol): unknown => {
    const value = Reflect.get(target, name) as unknown
    return typeof value === 'function' ? (value.bind(target) as unknown) : value
  }
  return new Proxy(log, { get: (target, name) => (name === 'append' ? append : bound(target, name)) })
}

function recordOf({ key, valueType, intent, value }: EngineEvent, position: number): ZeebeRecord {
  const fields = Object.entries(value).map(([name, field]) => [name, name.endsWith('Key') ? String(field) : field])
  const shown = Object.fromEntries(fields) as Record<string, unknown>
  // Zeebe's records hold the text of a variable's JSON.
  if (valueType === 'VARIABLE') shown['value'] = JSON.stringify(value.value)
  return { position, key: String(key), recordType: 'EVENT', valueType, intent, value: shown }
}
