import { ApiVersions } from '../../../../packages/kafka/src/messages/index.ts'
import type { EngineAddress } from '../../harness/on-each-engine.ts'
import { Wire } from '../wire.ts'
import type { Answer, Ask } from './ask.ts'
import { Names, bound } from './names.ts'

/** One of the two engines: its connections, and what it has drawn. */
export class Side {
  readonly names = new Names()
  readonly #engine: EngineAddress
  readonly #wires = new Map<string, Wire>()
  readonly #pending = new Map<string, Sent>()

  constructor(engine: EngineAddress) {
    this.#engine = engine
  }

  async ask(ask: Ask): Promise<Answer> {
    return this.#answer(ask, await this.#send(ask))
  }

  /** Sends what is to be collected later. */
  async send(ask: Ask): Promise<void> {
    this.#pending.set(ask.connection ?? '', { ask, wire: await this.#send(ask) })
  }

  collect(connection: string): Promise<Answer> {
    const { ask, wire } = this.#sent(connection)
    return this.#answer(ask, wire)
  }

  pending(connection: string): Ask {
    return this.#sent(connection).ask
  }

  close(): void {
    for (const wire of this.#wires.values()) wire.close()
  }

  #sent(connection: string): Sent {
    const sent = this.#pending.get(connection)
    if (sent === undefined) throw new Error(`nothing was sent over ${connection}`)
    return sent
  }

  async #send(ask: Ask): Promise<Wire> {
    const { message, version, request, asVersion } = ask
    const wire = await this.#wire(ask.connection)
    wire.send(message, version, bound(request, this.names) as object, asVersion)
    // What follows on the connection is answered when this was done, or not at all.
    if (ask.isUnanswered === true) wire.send(ApiVersions, 0, {})
    return wire
  }

  async #answer({ message, version, asVersion, learns, isUnanswered }: Ask, wire: Wire): Promise<Answer> {
    if (isUnanswered === true) {
      const answer = await wire.answer(ApiVersions, 0)
      return typeof answer === 'string' ? answer : {}
    }
    // Only who asks for the versions is answered in an unknown one: in version 0 (KIP-511).
    const answer = (await wire.answer(message, asVersion === undefined ? version : 0)) as Answer
    // What is not answered holds up all that comes behind it.
    if (answer === 'silent') wire.close()
    if (typeof answer !== 'string') learns?.(answer, this.names)
    return answer
  }

  async #wire(name = ''): Promise<Wire> {
    const held = this.#wires.get(name)
    if (held !== undefined && !held.closed) return held
    const wire = await Wire.to(this.#engine)
    this.#wires.set(name, wire)
    return wire
  }
}

interface Sent {
  readonly ask: Ask
  readonly wire: Wire
}
