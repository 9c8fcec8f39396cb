import { DELETE, INSERT, type Row, UPDATE_AFTER, UPDATE_BEFORE, adds } from '../change.ts'
import { keyOf, sameRow } from '../key.ts'
import type { OperatorFactory } from '../operator.ts'

export interface ChangelogNormalizeOptions {
  readonly keys: readonly number[]
  readonly updateBefore: boolean
}

/**
 * Makes a full changelog of an upsert stream (+U by key, -D with perhaps only the key). Keeps the last row of each key.
 * A row equal to the one that is kept, and a delete of what is not there, give nothing.
 */
export function changelogNormalize({ keys, updateBefore }: ChangelogNormalizeOptions): OperatorFactory {
  const key = keyOf(keys)
  return (output) => {
    const last = new Map<unknown, Row>()
    return {
      change(kind, row) {
        const at = key(row)
        const held = last.get(at)
        if (!adds(kind)) {
          if (held === undefined) return
          last.delete(at)
          output.change(DELETE, held)
          return
        }
        if (held !== undefined && sameRow(held, row)) return
        last.set(at, row)
        if (held === undefined) output.change(INSERT, row)
        else {
          if (updateBefore) output.change(UPDATE_BEFORE, held)
          output.change(UPDATE_AFTER, row)
        }
      },
      snapshot: () => [...last.values()],
      restore: (state) => {
        for (const row of state as Row[]) last.set(key(row), row)
      },
    }
  }
}
