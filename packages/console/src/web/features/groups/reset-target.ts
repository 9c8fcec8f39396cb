import type { ResetRow, ResetTarget } from '../../../contract/groups.ts'

export type TargetKind = ResetTarget['kind']

/** The form's texts as a target; undefined while they are incomplete. */
export function targetOf(kind: TargetKind, text: string): ResetTarget | undefined {
  switch (kind) {
    case 'earliest':
    case 'latest':
      return { kind }
    case 'offset':
      return /^\d{1,15}$/.test(text) ? { kind, offset: Number(text) } : undefined
    case 'shift':
      return /^[+-]?\d{1,15}$/.test(text) && Number(text) !== 0 ? { kind, by: Number(text) } : undefined
    case 'time': {
      const time = new Date(text).getTime()
      return Number.isNaN(time) || time < 0 ? undefined : { kind, time }
    }
  }
}

/** What a reset means for the group: records that come again or never, partitions that stay or get their first offset. */
export function effectOf(rows: readonly ResetRow[]): {
  again: number
  skipped: number
  unchanged: number
  first: number
} {
  const effect = { again: 0, skipped: 0, unchanged: 0, first: 0 }
  for (const { current, next } of rows) {
    if (current === undefined) effect.first += 1
    else if (current === next) effect.unchanged += 1
    else if (next < current) effect.again += current - next
    else effect.skipped += next - current
  }
  return effect
}
