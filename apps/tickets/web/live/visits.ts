import { type LogPort, messageOf } from '@millrace/kernel'
import type { VisitView } from '../view.ts'
import type { Connections } from './connections.ts'
import { frame } from './frame.ts'

/** What a session’s pages were told of its place last. */
export interface Told {
  readonly status: string
  readonly ahead: number
  readonly admittedThen: number
}

export interface VisitsPorts {
  readonly connections: Connections
  readonly visitOf: (sessionId: string) => Promise<VisitView>
  readonly log: Pick<LogPort, 'warn'>
}

/** Tells sessions what has become of them: reads once for any number of reasons that come while it is being read. */
export class Visits {
  readonly #ports: VisitsPorts
  readonly #told = new Map<string, Told>()
  /** Under way; `true`: to be read once more. */
  readonly #reading = new Map<string, boolean>()

  constructor(ports: VisitsPorts) {
    this.#ports = ports
  }

  /** What the open pages of a session were told. */
  told(sessionId: string): Told | undefined {
    return this.#told.get(sessionId)
  }

  /** Something may have changed for this session. Does nothing when it has no page open. */
  changed(sessionId: string): void {
    if (!this.#ports.connections.has(sessionId)) return
    if (this.#reading.has(sessionId)) this.#reading.set(sessionId, true)
    else void this.#read(sessionId)
  }

  /** The pages were told this. */
  note({ sessionId, place }: VisitView): void {
    if (place !== null) this.noteTold(sessionId, place)
  }

  noteTold(sessionId: string, { status, ahead, admittedThen }: Told): void {
    if (this.#ports.connections.has(sessionId)) this.#told.set(sessionId, { status, ahead, admittedThen })
  }

  /** Its last page was closed. */
  forget(sessionId: string): void {
    this.#told.delete(sessionId)
  }

  async #read(sessionId: string): Promise<void> {
    const { connections, visitOf, log } = this.#ports
    do {
      this.#reading.set(sessionId, false)
      try {
        const visit = await visitOf(sessionId)
        this.note(visit)
        connections.tell(sessionId, frame('visit', visit))
      } catch (error) {
        log.warn({ sessionId, reason: messageOf(error) }, 'a session could not be told what has become of it')
      }
    } while (this.#reading.get(sessionId) === true)
    this.#reading.delete(sessionId)
  }
}
