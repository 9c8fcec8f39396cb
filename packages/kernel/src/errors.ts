/**
 * Three kinds of error. A bug is an `InvariantError`: stop, with the invariant's name. A refusal is a `Refusal`: the
 * caller asked for what cannot be, and the text says what would be right. A fault of the outside (disk, peer) is a
 * `Fault`: it is retried with back-off and then surfaced, never swallowed.
 */

/** A bug: something that the code promises does not hold. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
  readonly invariant: string
  constructor(invariant: string, detail?: string) {
    super(detail === undefined ? `invariant broken: ${invariant}` : `invariant broken: ${invariant}: ${detail}`)
    this.invariant = invariant
  }
}

/** A typed rejection; `code` is the protocol's own where there is one (`UNKNOWN_TOPIC_OR_PARTITION`). */
export class Refusal<Code extends string = string> extends Error {
  override readonly name = 'Refusal'
  readonly code: Code
  constructor(code: Code, message: string) {
    super(message)
    this.code = code
  }
}

/** The outside failed: a disk, a peer. `code` names how (`EIO`, `DISK_FULL`, `LOG_STOPPED`). */
export class Fault<Code extends string = string> extends Error {
  override readonly name = 'Fault'
  readonly code: Code
  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Stops with the invariant's name when `holds` is false. */
export function invariant(holds: boolean, name: string, detail?: string): asserts holds {
  if (!holds) throw new InvariantError(name, detail)
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
