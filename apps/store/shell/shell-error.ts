import type { Place } from './lex.ts'

/** What was typed cannot be done, in plain words, with the place where known. */
export class ShellError extends Error {
  override readonly name = 'ShellError'
  readonly place: Place | undefined
  /** More input could make it right: a bracket or a text is still open. */
  readonly incomplete: boolean
  constructor(message: string, place?: Place, { incomplete = false }: { incomplete?: boolean } = {}) {
    super(message)
    this.place = place
    this.incomplete = incomplete
  }
}
