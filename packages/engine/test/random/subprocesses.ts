import { below } from '@millrace/kernel'
import { type Watched, boundaries, watching } from './boundaries.ts'
import type { Block, Drawing, Flow } from './drawing.ts'
import { loopOf } from './loops.ts'

/** A subprocess that ends in one of many ways, with event subprocesses, boundary events, or in a loop. */
export const subProcess: Block = (drawing) => {
  const { flow, id, once } = drawing
  const [name, throws] = [id(), once(4)]
  const draw = (inner: Flow): Flow => {
    inner.startEvent(id())
    drawing.blocks(inner)
    if (throws) errorOrEnd(drawing, inner)
    else inner.endEvent(id(), endOf(drawing))
    if (once(2)) eventSubProcesses(drawing, inner)
    return inner
  }
  flow.subProcess(name, draw, once(4) ? { loop: loopOf(drawing) } : {})
  // An error that nobody catches would stay for ever.
  if (throws) boundaries(drawing, name, ['error'])
  else if (once(2)) boundaries(drawing, name, ['timer', 'cycle', 'message', 'signal', 'error', 'escalation'])
}

function errorOrEnd({ id }: Drawing, inner: Flow): void {
  const decision = id()
  inner.exclusiveGateway(decision).condition('=n > 1').endEvent(id(), { error: 'E' })
  inner.moveTo(decision).defaultFlow().endEvent(id())
}

function endOf({ random }: Drawing) {
  const ends = [{}, {}, { terminate: true }, { escalation: 'UP' }, { signal: 's' }, { type: 'work' }] as const
  return ends[below(random, ends.length)] ?? {}
}

function eventSubProcesses({ id, once, random }: Drawing, inner: Flow): void {
  const kinds: readonly Watched[] = ['timer', 'message', 'signal', 'error', 'escalation']
  const chosen = new Set([kinds[below(random, kinds.length)], kinds[below(random, kinds.length)]])
  for (const kind of chosen) {
    const [event, interrupting] = watching(kind ?? 'timer', once(2))
    inner.eventSubProcess(id(), (handler) => {
      handler.startEvent(id(), { ...event, interrupting })
      if (once(2)) handler.serviceTask(id(), { type: 'work' })
      return handler.endEvent(id())
    })
  }
}
