import { below, seededRandom } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { dump, testEngine } from '../../test/engine.ts'
import { randomProcess } from '../../test/random/drawing.ts'
import { act } from '../../test/random/history.ts'
import { applyEvent } from '../appliers/index.ts'
import { State } from '../state/state.ts'
import { CHANGED_IN_PLACE, type Line, restoreLine } from './sections.ts'
import { Snapshot } from './snapshot.ts'

it.each(Array.from({ length: 40 }, (_, index) => 2000 + index))(
  'a snapshot that is taken bit by bit is the state of its beginning: seed %i',
  async (seed) => {
    const random = seededRandom(seed)
    const engine = await testEngine({ turnSteps: 5 + below(random, 40) })
    await engine.deploy(randomProcess(random, 'p').builder)
    for (let step = 0; step < 15; step++) await act(engine, random)
    await engine.settled()
    const position = (await engine.events()).length
    const before = dump(engine.core.state)
    const snapshot = new Snapshot(engine.core.state as State)
    const lines: Line[] = []
    for (let step = 0; step < 15; step++) {
      for (let taken = below(random, 6); taken > 0; taken--) take(snapshot, lines)
      // There is one snapshot of a state at a time.
      await act(engine, random, ['checkpoint'])
    }
    while (take(snapshot, lines));
    snapshot.close()
    const state = new State()
    for (const line of lines.filter(([name]) => !CHANGED_IN_PLACE.has(name))) restoreLine(state, line)
    const changed = lines.filter(([name]) => CHANGED_IN_PLACE.has(name))
    for (const line of changed.toSorted(([, a], [, b]) => Number(a) - Number(b))) restoreLine(state, line)
    expect(dump(state).toSorted()).toEqual(before.toSorted())
    // And what happened since brings it to where the engine is, in the same order.
    for (const event of (await engine.events()).slice(position)) applyEvent(state, event)
    expect(dump(state)).toEqual(dump(engine.core.state))
  },
)

function take(snapshot: Snapshot, lines: Line[]): boolean {
  const line = snapshot.next()
  if (line !== undefined) lines.push(JSON.parse(line) as Line)
  return line !== undefined
}
