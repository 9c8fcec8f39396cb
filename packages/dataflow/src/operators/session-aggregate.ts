import { type AggregateCall, accumulate, initial, mergeStates, results } from '../aggregates/call.ts'
import { INSERT, type Row } from '../change.ts'
import { keyOf } from '../key.ts'
import type { OperatorFactory } from '../operator.ts'
import { placed } from './group-aggregate.ts'

export interface SessionAggregateOptions {
  readonly keys: readonly number[]
  /** Columns with the row's own session: from its time to a gap later, in ms. */
  readonly start: number
  readonly end: number
  readonly calls: readonly AggregateCall[]
}

interface Session {
  readonly keyRow: Row
  readonly start: number
  readonly end: number
  readonly states: unknown[]
}

/**
 * GROUP BY window_start, window_end, keys over SESSION, for input that only grows: gives
 * `[...keys, ...results, start, end, end - 1]` when the watermark passes the session's end. Keeps the sessions that are
 * open; a row that lies between two joins them.
 */
export function sessionAggregate(options: SessionAggregateOptions): OperatorFactory {
  const { keys, calls } = options
  const key = keyOf(keys)
  return (output) => {
    const open = new Map<unknown, Session[]>()
    let passed = -Infinity
    return {
      change(_kind, row) {
        const start = row[options.start] as number
        const end = row[options.end] as number
        if (end - 1 <= passed) return
        const states = initial(calls)
        accumulate(calls, states, row, true)
        const own: Session = { keyRow: keys.map((column) => row[column]), start, end, states }
        open.set(key(row), joined(open.get(key(row)) ?? [], own, calls))
      },
      watermark(at) {
        passed = at
        const done: Session[] = []
        for (const [name, sessions] of open) {
          const left = sessions.filter(({ end }) => end - 1 > at)
          done.push(...sessions.filter(({ end }) => end - 1 <= at))
          if (left.length === 0) open.delete(name)
          else open.set(name, left)
        }
        done.sort((a, b) => a.end - b.end)
        for (const { keyRow, start, end, states } of done) {
          output.change(INSERT, [...keyRow, ...results(calls, states), start, end, end - 1])
        }
        output.watermark(at)
      },
      snapshot: () => ({ passed, sessions: [...open.values()].flat() }),
      restore: (state) => {
        const saved = state as { passed: number; sessions: Session[] }
        passed = saved.passed
        for (const session of saved.sessions) {
          const name = key(placed(session.keyRow, keys))
          open.set(name, [...(open.get(name) ?? []), session])
        }
      },
    }
  }
}

function joined(sessions: readonly Session[], own: Session, calls: readonly AggregateCall[]): Session[] {
  const apart: Session[] = []
  let all = own
  for (const session of sessions) {
    if (session.end < all.start || session.start > all.end) {
      apart.push(session)
      continue
    }
    all = {
      keyRow: session.keyRow,
      start: Math.min(session.start, all.start),
      end: Math.max(session.end, all.end),
      states: mergeStates(calls, session.states, all.states),
    }
  }
  return [...apart, all]
}
