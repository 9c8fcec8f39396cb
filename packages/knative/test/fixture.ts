import { openBroker } from '@millrace/broker'
import { Events, httpSender, networkGuard } from '@millrace/events'
import { systemClocks, systemRandom } from '@millrace/kernel'
import { memoryLog } from '@millrace/log'
import { type KnativeOptions, type KnativeServer, startKnative } from '../src/index.ts'

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** Ingress and API over a log in memory; `log` is handed on to start again over the same one. */
export async function startTest(
  options: Partial<KnativeOptions> & { readonly over?: ReturnType<typeof memoryLog> } = {},
): Promise<KnativeServer & { readonly memory: ReturnType<typeof memoryLog> }> {
  const clocks = systemClocks()
  const memory = options.over ?? memoryLog({ clocks })
  const broker = await openBroker({ log: memory, clocks, random: systemRandom })
  const sender = httpSender({ clock: clocks.liveness, guard: networkGuard(['127.0.0.0/8']) })
  const events = await Events.open({ broker, clocks, random: systemRandom, log: silent, send: sender.send })
  const server = await startKnative({
    events,
    clocks,
    log: silent,
    host: '127.0.0.1',
    port: 0,
    defaultBroker: true,
    secret: (name) => (name === 'known' ? 'whsec_c2VjcmV0' : undefined),
    ...options,
  })
  const stop = async (): Promise<void> => {
    await server.stop()
    sender.close()
    broker.close()
  }
  return { ...server, stop, memory }
}
