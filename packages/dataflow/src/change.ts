/**
 * Rows and what happened to them. The kinds have Flink's numbers: a changelog is a sequence of (kind, row), and the
 * rows it describes at a moment are those added more often than taken away.
 */
export type Row = readonly unknown[]

export const INSERT = 0
export const UPDATE_BEFORE = 1
export const UPDATE_AFTER = 2
export const DELETE = 3
export type Kind = 0 | 1 | 2 | 3

export interface Change {
  readonly kind: Kind
  readonly row: Row
}

/** As Flink prints them. */
export const KIND_SYMBOLS = ['+I', '-U', '+U', '-D'] as const

/** Whether the row is added (+I, +U) or taken away (-U, -D). */
export function adds(kind: Kind): boolean {
  return kind === INSERT || kind === UPDATE_AFTER
}

/** The last watermark there can be: the input has ended. */
export const END_OF_TIME = Number.MAX_SAFE_INTEGER
