import { type ZeebeClient, hasStatus } from '@millrace/client/zeebe'
import { Refusal, type ServicePorts, messageOf, pause } from '@millrace/kernel'
import { ZodError } from 'zod'
import { type StepContext, steps } from '../business/steps.ts'
import { noted } from '../journal/journal.ts'
import type { Command, CommandsStore } from './commands-store.ts'

const AT_A_TIME = 16
const IDLE_MS = 250
const RETRY_MS = 500

export interface AnsweringOptions {
  readonly commands: CommandsStore
  readonly context: StepContext
  readonly zeebe: Pick<ZeebeClient, 'publishMessage'>
  readonly messageTtlMs: number
  readonly ports: ServicePorts
}

export interface Answering {
  /** There may be something to do. */
  wake(): void
  stop(): Promise<void>
}

/**
 * Does the accepted commands and publishes their answers, until each is settled. A crash between the two repeats both: a
 * step is done once per order, and a message's id is the same, so that it is correlated once.
 */
export function startAnswering(options: AnsweringOptions): Answering {
  const { commands, ports } = options
  const stopping = new AbortController()
  let woken = new AbortController()
  const rest = (ms: number): Promise<void> =>
    pause(ports.clocks.liveness, ms, AbortSignal.any([stopping.signal, woken.signal])).catch(() => undefined)
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      woken = new AbortController()
      const waiting = commands.waiting(AT_A_TIME)
      const settled = await Promise.all(waiting.map((command) => answer(options, command)))
      if (waiting.length === 0) await rest(IDLE_MS)
      else if (settled.includes(false))
        await pause(ports.clocks.liveness, RETRY_MS, stopping.signal).catch(() => undefined)
    }
  }
  const running = run()
  return {
    wake: () => woken.abort(),
    stop: () => {
      stopping.abort()
      return running
    },
  }
}

/** False when it has to be tried again. */
async function answer(options: AnsweringOptions, { id, eventType, payload }: Command): Promise<boolean> {
  const { commands, context, zeebe, messageTtlMs, ports } = options
  try {
    const step = steps[eventType]
    if (step === undefined) throw new Refusal('UNKNOWN_EVENT_TYPE', `nobody serves the event type ${eventType}`)
    const { order, part, variables } = await step.perform(payload, context)
    const messageId = [order, step.message, part].join(':')
    const message = { name: step.message, correlationKey: order, messageId, timeToLiveMs: messageTtlMs, variables }
    await zeebe.publishMessage(message).catch(unlessKnown)
    const at = context.clock.now()
    await context.database.run(noted({ order, elementId: step.message, state: 'done', at, answer: variables }))
    commands.settle(id, 'answered', null)
    return true
  } catch (error) {
    const refused = error instanceof Refusal || error instanceof ZodError
    ports.log.warn({ command: id, eventType, reason: messageOf(error) }, refused ? 'refused' : 'trying again')
    commands.settle(id, refused ? 'refused' : 'waiting', messageOf(error).slice(0, 500))
    return refused
  }
}

/** The message is there already: this is the second attempt after a crash. */
function unlessKnown(error: unknown): void {
  if (!hasStatus(error, 'ALREADY_EXISTS')) throw error
}
