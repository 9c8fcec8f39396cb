import type { OperatorFactory } from '../operator.ts'

/** UNION ALL: every change of every input. Keeps nothing; also stands for a source, which has one input. */
export function unionAll(): OperatorFactory {
  return (output) => ({ change: (kind, row) => output.change(kind, row) })
}
