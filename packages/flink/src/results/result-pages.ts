import type { Kind, Row } from '@millrace/dataflow'
import { Refusal } from '@millrace/kernel'

export type Changes = readonly (readonly [Kind, Row])[]

/** One answer to a fetch. */
export interface Page {
  readonly type: 'PAYLOAD' | 'EOS'
  readonly changes: Changes
  /** Token of the page behind it; none after the end. */
  readonly next: number | undefined
}

/** Where pages come from. */
export interface PageSource {
  /** At most so many changes that are there now; takes them away. */
  take(most: number): Changes
  /** Changes that are there now. */
  readonly size: number
  /** Whether nothing is left and nothing will come. */
  readonly ended: boolean
}

/**
 * A result page by page, as Flink's fetcher hands it out: the newest page can be fetched once more, by its token, in case
 * its answer was lost; an older one is gone.
 */
export class ResultPages {
  readonly #source: PageSource
  readonly #pageRowCount: number
  #token = 0
  #last: Page | undefined
  #ended = false

  constructor(source: PageSource, pageRowCount: number) {
    this.#source = source
    this.#pageRowCount = pageRowCount
  }

  /** Whether a fetch of `token` would give rows or the end, rather than an empty page. */
  hasMore(token: number): boolean {
    return token !== this.#token || this.#source.ended || this.#source.size > 0
  }

  /** @throws Refusal UNEXPECTED_TOKEN */
  fetch(token: number): Page {
    if (token === this.#token - 1 && this.#last !== undefined) return this.#last
    if (token !== this.#token) {
      const expected = this.#token === 0 ? '0' : `${this.#token} or ${this.#token - 1}`
      throw new Refusal('UNEXPECTED_TOKEN', `Expecting token to be ${expected}, but found ${token}.`)
    }
    if (this.#ended) return END
    const changes = this.#source.take(this.#pageRowCount)
    if (changes.length === 0 && this.#source.ended) {
      this.#ended = true
      return END
    }
    this.#token += 1
    this.#last = { type: 'PAYLOAD', changes, next: this.#token }
    return this.#last
  }
}

const END: Page = { type: 'EOS', changes: [], next: undefined }
