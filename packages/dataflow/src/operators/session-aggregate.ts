import { type AggregateCall, accumulate, initial, mergeStates, results } from '../aggregates/call.ts'
import { INSERT, type Row } from '../change.ts'
import { keyOf } from '../key.ts'
import type { OperatorFactory } from '../operator.ts'
import { ByTime } from '../state/by-time.ts'
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
  start: number
  end: number
  states: unknown[]
  /** Another one has taken it up. */
  gone?: true
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
    // Each stands there for the end that it had when it was put there, which may have become later.
    const closing = new ByTime<Session>()
    let passed = -Infinity
    const hold = (name: unknown, session: Session): void => {
      const sessions = open.get(name)
      if (sessions === undefined) open.set(name, [session])
      else sessions.push(session)
      closing.add(session.end - 1, session)
    }
    const forget = (session: Session): void => {
      const name = key(placed(session.keyRow, keys))
      const left = (open.get(name) ?? []).filter((one) => one !== session)
      if (left.length === 0) open.delete(name)
      else open.set(name, left)
    }
    return {
      change(_kind, row) {
        const start = row[options.start] as number
        const end = row[options.end] as number
        if (end - 1 <= passed) return
        const name = key(row)
        const met = (open.get(name) ?? []).filter((one) => start <= one.end && end >= one.start)
        const session = joined(met, { start, end }, calls)
        for (const one of met) if (one.gone) forget(one)
        const taking = session ?? { keyRow: keys.map((column) => row[column]), start, end, states: initial(calls) }
        accumulate(calls, taking.states, row, true)
        if (session === undefined) hold(name, taking)
      },
      watermark(at) {
        passed = at
        const done: Session[] = []
        for (const session of closing.takeUntil(at)) {
          if (session.gone) continue
          if (session.end - 1 <= at) done.push(session)
          else closing.add(session.end - 1, session)
        }
        done.sort((a, b) => a.end - b.end)
        for (const session of done) {
          forget(session)
          const { keyRow, start, end, states } = session
          output.change(INSERT, [...keyRow, ...results(calls, states), start, end, end - 1])
        }
        output.watermark(at)
      },
      snapshot: () => ({ passed, sessions: [...open.values()].flat() }),
      restore: (state) => {
        const saved = state as { passed: number; sessions: Session[] }
        passed = saved.passed
        for (const session of saved.sessions) hold(key(placed(session.keyRow, keys)), session)
      },
    }
  }
}

/** Makes one session of all that a row meets, over the row's own time too; undefined when it meets none. */
function joined(
  [first, ...others]: readonly Session[],
  { start, end }: Pick<Session, 'start' | 'end'>,
  calls: readonly AggregateCall[],
): Session | undefined {
  if (first === undefined) return undefined
  for (const other of others) {
    first.start = Math.min(first.start, other.start)
    first.end = Math.max(first.end, other.end)
    first.states = mergeStates(calls, first.states, other.states)
    other.gone = true
  }
  first.start = Math.min(first.start, start)
  first.end = Math.max(first.end, end)
  return first
}
