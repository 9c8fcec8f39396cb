// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { LivenessClock } from '@millrace/kernel'
import { eventText } from './event.ts'
import { beginning } from './tail.ts'
import { type Seen, Watches } from './watch.ts'

const known = new Map([
  [0, { start: 10, end: 100 }],
  [1, { start: 0, end: 20 }],
])

describe('a live view of a topic', () => {
  it('begins at the end', () => {
    expect(beginning(known, undefined)).toEqual({
      positions: new Map([
        [0, 100],
        [1, 20],
      ]),
      missed: 0,
    })
  })

  it('goes on where an earlier one stopped, and counts what retention has taken meanwhile', () => {
    expect(
      beginning(
        known,
        new Map([
          [0, 4],
          [1, 20],
        ]),
      ),
    ).toEqual({
      positions: new Map([
        [0, 10],
        [1, 20],
      ]),
      missed: 6,
    })
  })

  it('skips to the end when it was away for too long, and says how much it has missed', () => {
    const long = new Map([[0, { start: 0, end: 90_000 }]])
    expect(beginning(long, new Map([[0, 10]]))).toEqual({ positions: new Map([[0, 90_000]]), missed: 89_990 })
  })
})

describe('an event', () => {
  it('is written as the specification says', () => {
    expect(eventText({ name: 'records', data: { text: 'a\nb' }, id: '0:1' })).toBe(
      'id: 0:1\nevent: records\ndata: {"text":"a\\nb"}\n\n',
    )
  })
})

/** A clock whose timers fire when the test says so. */
function handClock(): LivenessClock & { fire: () => Promise<void> } {
  const due: (() => void)[] = []
  return {
    now: () => 0,
    timerIn: (_delay, fire) => {
      due.push(fire)
      return { cancel: () => due.splice(due.indexOf(fire), 1) }
    },
    fire: async () => {
      for (const fire of due.splice(0)) fire()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('a watched view', () => {
  it('is loaded once for all who watch, told only when it changed, and not loaded when nobody watches', async () => {
    const clock = handClock()
    let [loads, value] = [0, 1]
    const watches = new Watches(clock, async () => {
      loads += 1
      return { value }
    })
    const [first, second]: [Seen[], Seen[]] = [[], []]
    const stopFirst = watches.watch('overview', (seen) => first.push(seen))
    const stopSecond = watches.watch('overview', (seen) => second.push(seen))
    await clock.fire()
    await clock.fire()
    value = 2
    await clock.fire()
    expect(first).toEqual([{ json: '{"value":1}' }, { json: '{"value":2}' }])
    expect(second).toEqual(first)
    stopFirst()
    stopSecond()
    const before = loads
    await clock.fire()
    expect(loads).toBe(before)
  })

  it('drops what was being loaded when something was changed, and loads it again at once', async () => {
    const clock = handClock()
    const answers: ((value: string) => void)[] = []
    const watches = new Watches(clock, () => new Promise<string>((resolve) => answers.push(resolve)))
    const seen: Seen[] = []
    watches.watch('group:g', (one) => seen.push(one))
    watches.refresh()
    answers[1]?.('after')
    answers[0]?.('before')
    await clock.fire()
    expect(seen).toEqual([{ json: '"after"' }])
  })

  it('tells a failure in words, and the recovery', async () => {
    const clock = handClock()
    let down = true
    const watches = new Watches(clock, async () => {
      if (down) throw new Error('no broker')
      return 'fine'
    })
    const seen: Seen[] = []
    watches.watch('overview', (one) => seen.push(one))
    await clock.fire()
    down = false
    await clock.fire()
    expect(seen).toMatchObject([{ problem: { detail: 'no broker' } }, { json: '"fine"' }])
  })
})
