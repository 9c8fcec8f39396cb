import { configuration } from '@millrace/client'
import { eventSender, jsonEvent, type JsonEvent } from '@millrace/client/cloudevents'
import { httpServer, idempotency, type HttpServerOptions } from '@millrace/client/http'
import { Refusal, type ServicePorts, type StartService } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import type { Model, Put, Sent } from './ledger/change.ts'
import { KeptAnswers } from './ledger/kept-answers.ts'
import { LedgerStore } from './ledger/ledger-store.ts'
import { Ledger } from './ledger/ledger.ts'
import { Relay } from './ledger/relay.ts'
import { type ServiceName, type Settings, settingsSchema } from './settings.ts'
import { type AppliedTriggers, applyTriggers } from './triggers/apply.ts'
import { Work } from './work.ts'

/** Makes a call that a change asks for; tries again until the signal says to stop. */
export type Call = (body: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<void>

/** What the parts of a service are made of. */
export interface Workshop<M extends Model> {
  readonly app: FastifyInstance
  readonly settings: Settings
  readonly ports: ServicePorts
  readonly model: M
  readonly ledger: Ledger
  /** Work under way that a virtual clock waits for. */
  readonly work: Work
}

export interface CallParts<M extends Model> {
  readonly settings: Settings
  readonly ports: ServicePorts
  readonly model: M
  readonly ledger: () => Ledger
}

export interface LedgerService<M extends Model> {
  readonly name: Exclude<ServiceName, 'web'>
  readonly model: () => M
  /** Calls by the kind of what is outgoing. */
  readonly calls?: (parts: CallParts<M>) => Readonly<Record<string, Call>>
  readonly gauges?: (model: M) => HttpServerOptions['gauges']
  readonly refusals?: HttpServerOptions['refusals']
  /** Adds routes and timers; gives what ends them. */
  readonly build: (workshop: Workshop<M>) => () => void
}

const BODY_BYTES = 1024 * 1024
/** Events that wait while their sink is away; then nothing more is taken. */
const OUTBOX_MOST = 1_000_000

/** A service whose state is a ledger: changes and what they tell are one fact, durable before they are answered. */
export function ledgerService<M extends Model>(definition: LedgerService<M>): StartService {
  const { name } = definition
  return async (environment, ports) => {
    const settings = configuration(settingsSchema(name), environment)
    const work = new Work(ports.clocks)
    await using undo = new AsyncDisposableStack()
    const { ledger, relay, model, answers } = openLedger(definition, settings, ports, environment)
    undo.defer(() => ledger.close())
    undo.defer(() => relay.stop())
    undo.defer(work.drainWith(() => relay.idle()))
    let missing: AppliedTriggers['missing'] = () => 'nobody has put them in force yet'
    const app = httpServer({
      service: `tickets-${name}`,
      ports,
      bodyBytes: BODY_BYTES,
      ready: { ledger: () => ledger.fault, triggers: () => missing() },
      gauges: { ...definition.gauges?.(model), ...ledgerGauges(name, ledger, relay) },
      ...(definition.refusals !== undefined && { refusals: definition.refusals }),
    })
    undo.defer(() => app.close())
    idempotency(app, { store: answers, applies: isPlainPost })
    app.get('/info', () => ({ name: `${name} service`, version: '0.1.0', source: 'apps/tickets' }))
    undo.defer(definition.build({ app, settings, ports, model, ledger, work }))
    const http = await app.listen({ port: settings.PORT, host: settings.HOST })
    const triggers = applyTriggers(name, settings.PUBLIC_URL ?? http, settings, ports)
    undo.defer(() => triggers.stop())
    missing = triggers.missing
    const running = undo.move()
    let stopped: Promise<void> | undefined
    return { urls: { http }, stop: () => (stopped ??= running.disposeAsync()) }
  }
}

/** A CloudEvent may well come twice: it is known by what it says. */
const isPlainPost = ({ method, body }: { readonly method: string; readonly body: unknown }): boolean =>
  method === 'POST' && (body as { kind?: string } | undefined)?.kind !== 'events'

function openLedger<M extends Model>(
  { model: makeModel, calls }: LedgerService<M>,
  settings: Settings,
  ports: ServicePorts,
  environment: Parameters<StartService>[0],
) {
  const model = makeModel()
  const answers = new KeptAnswers()
  const made = calls?.({ settings, ports, model, ledger: () => ledger }) ?? {}
  const tellEvent = eventCall(environment, settings, ports)
  const deliver = async (item: Sent, signal: AbortSignal): Promise<void> => {
    if (item.kind === 'event') return tellEvent?.(item.body as JsonEvent, signal)
    const call = made[item.kind]
    if (call === undefined) throw new Refusal('UNKNOWN_CALL', `nobody knows how to make the call ${item.kind}`)
    return call(item.body as Readonly<Record<string, unknown>>, signal)
  }
  const relay = new Relay({ deliver, told: (seq) => ledger.told(seq), log: ports.log })
  const apply = (put: Put): void => {
    if (!answers.apply(put)) model.apply(put)
  }
  const ledger: Ledger = new Ledger({
    store: new LedgerStore(settings.DATA_DIR),
    model: { apply },
    ports,
    send: (items) => relay.add(items),
    full: () => relay.size >= OUTBOX_MOST,
  })
  answers.writeTo(ledger)
  return { ledger, relay, model, answers }
}

function eventCall(environment: Parameters<StartService>[0], { K_SINK }: Settings, ports: ServicePorts) {
  if (K_SINK === undefined) return undefined
  const sender = eventSender(environment, ports)
  return (event: JsonEvent, signal: AbortSignal): Promise<void> => sender.send(jsonEvent(event), signal)
}

const ledgerGauges = (name: string, ledger: Ledger, relay: Relay): NonNullable<HttpServerOptions['gauges']> => ({
  [`tickets_${name}_outbox_count`]: { help: 'Events and calls that wait to be sent', value: () => relay.size },
  [`tickets_${name}_refused_total`]: { help: 'Events that the sink refused', value: () => relay.refused },
  [`tickets_${name}_commits_total`]: { help: 'Commits to disk', value: () => ledger.counts.commits },
  [`tickets_${name}_commands_total`]: { help: 'Commands in those commits', value: () => ledger.counts.commands },
})
