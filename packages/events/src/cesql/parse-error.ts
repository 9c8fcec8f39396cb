/** An expression that is none: what was expected, and where (counted from 1). */
export class CesqlParseError extends Error {
  override readonly name = 'CesqlParseError'
  readonly position: number
  constructor(message: string, at: number) {
    super(`${message} at character ${at + 1}`)
    this.position = at + 1
  }
}
