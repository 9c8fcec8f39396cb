import type { ZeebeClient } from '@millrace/client/zeebe'
import { type Clocks, type Environment, Fault, Refusal, systemRandom } from '@millrace/kernel'
import type { ConsoleOptions } from '../options.ts'

/** How a process engine is reached: Zeebe's protocol to act, the `/v2` search to look. */
export interface ProcessEngine {
  /** The variables of Zeebe's clients: `ZEEBE_ADDRESS`, and credentials where they are asked for. */
  readonly gateway: Environment
  /** `http://host:port` of the search; nothing can be looked at without it. */
  readonly search?: string
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** @throws Refusal NO_ENGINE */
export function engineOf(options: ConsoleOptions): ProcessEngine {
  const engine = options.processes?.()
  if (engine !== undefined) return engine
  throw new Refusal('NO_ENGINE', 'There is no process engine beside this console: ZEEBE_ADDRESS names one')
}

/** Connects at the first act: gRPC costs memory that a console in which nobody acts need not pay. */
export class LazyEngine implements AsyncDisposable {
  readonly #options: ConsoleOptions
  #opening: Promise<ZeebeClient> | undefined

  constructor(options: ConsoleOptions) {
    this.#options = options
  }

  /** @throws Refusal NO_ENGINE, ENGINE_UNREACHABLE, or with the gateway's own code and text */
  async act<T>(work: (client: ZeebeClient) => Promise<T>): Promise<T> {
    const { gateway } = engineOf(this.#options)
    this.#opening ??= connect(gateway, this.#options.clocks)
    try {
      return await work(await this.#opening)
    } catch (thrown) {
      throw thrown instanceof Fault ? refusalOf(thrown, gateway) : thrown
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#opening)?.close()
  }
}

async function connect(gateway: Environment, clocks: Clocks): Promise<ZeebeClient> {
  const { connectZeebe } = await import('@millrace/client/zeebe')
  return connectZeebe(gateway, { clocks, random: systemRandom, log: silent })
}

function refusalOf({ code, message }: Fault, gateway: Environment): Refusal {
  if (code === 'RESOURCE_EXHAUSTED') return new Refusal(code, message)
  const address = gateway['ZEEBE_ADDRESS'] ?? 'an unknown address'
  return new Refusal('ENGINE_UNREACHABLE', `The process engine at ${address} does not answer: ${message}`)
}
