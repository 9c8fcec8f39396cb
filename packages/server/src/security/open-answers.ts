import type { ServerResponse } from 'node:http'
import type { Access } from '@millrace/security'

/** The answers that are under way, and whose they are: a stream must not outlive the key that it was asked for with. */
export class OpenAnswers {
  readonly #answers = new Map<ServerResponse, Access>()

  keep(answer: ServerResponse, access: Access): void {
    this.#answers.set(answer, access)
    answer.once('close', () => this.#answers.delete(answer))
  }

  /** Cuts off those who were revoked, but for `spared`: the answer that says so. */
  endRevoked(spared: ServerResponse): void {
    for (const [answer, access] of this.#answers) {
      if (answer !== spared && !access.isValid()) answer.socket?.destroy()
    }
  }
}
