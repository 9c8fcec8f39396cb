import type { Kind, Row } from '../change.ts'
import type { OperatorFactory } from '../operator.ts'

/** The end of a graph: hands every change to `receive`. */
export function collect(receive: (kind: Kind, row: Row) => void, watermark?: (at: number) => void): OperatorFactory {
  return () => ({
    change: (kind, row) => receive(kind, row),
    watermark: (at) => watermark?.(at),
  })
}
