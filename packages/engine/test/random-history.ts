import { type ProcessBuilder, process } from '@millrace/bpmn'
import { type Random, below, shuffled } from '@millrace/kernel'
import type { TestEngine } from './engine.ts'

/** A random process of blocks within blocks; ids are numbered so that none is used twice. */
export function randomProcess(random: Random, id: string): ProcessBuilder {
  let next = 0
  const name = (): string => `${id}_${next++}`
  type Flow = Parameters<Parameters<ProcessBuilder['subProcess']>[1]>[0]
  const blocks: readonly ((flow: Flow, depth: number) => void)[] = [
    (flow) => void flow.serviceTask(name(), { type: 'work' }),
    (flow) => void flow.scriptTask(name(), { expression: '=n + 1', resultVariable: 'n' }),
    (flow) => void flow.intermediateCatchEvent(name(), { timer: { duration: 'PT10S' } }),
    (flow) => void flow.intermediateCatchEvent(name(), { message: 'm', correlationKey: '=key' }),
    (flow) => void flow.intermediateCatchEvent(name(), { signal: 's' }),
    (flow) =>
      void flow.serviceTask(name(), {
        type: 'work',
        loop: {
          inputCollection: '=[1,2,3]',
          inputElement: 'item',
          outputCollection: 'out',
          outputElement: '=item',
          sequential: below(random, 2) === 0,
        },
      }),
    (flow, depth) => {
      const task = name()
      const after = name()
      // In a branch it would take away the token that a parallel join waits for.
      const interrupting = depth === 0 && below(random, 2) === 0
      flow.serviceTask(task, { type: 'work' }).task(after).moveTo(task)
      flow.boundaryEvent(name(), { timer: { duration: 'PT5S' }, interrupting })
      flow.endEvent(name()).moveTo(after)
    },
    (flow, depth) => {
      flow.subProcess(name(), (inner) => {
        inner.startEvent(name())
        sequence(inner, depth + 1)
        inner.endEvent(name())
        if (below(random, 2) === 0) {
          inner.eventSubProcess(name(), (handler) =>
            handler
              // A name of its own: a handler takes every message before the events that wait longer.
              .startEvent(name(), { message: 'h', correlationKey: '=key', interrupting: below(random, 2) === 0 })
              .endEvent(name()),
          )
        }
        return inner
      })
    },
    (flow, depth) => {
      const [split, join] = [name(), name()]
      const inclusive = below(random, 2) === 0
      if (inclusive) flow.inclusiveGateway(split).condition('=n >= 0')
      else flow.parallelGateway(split)
      sequence(flow, depth + 1)
      if (inclusive) flow.inclusiveGateway(join)
      else flow.parallelGateway(join)
      flow.moveTo(split)
      if (inclusive) flow.condition('=n > 1')
      sequence(flow, depth + 1)
      flow.connectTo(join)
    },
  ]
  function sequence(flow: Flow, depth: number): void {
    const simple = 7
    for (let left = 1 + below(random, 3 - Math.min(depth, 2)); left > 0; left--) {
      const block = blocks[below(random, depth > 1 ? simple : blocks.length)]
      block?.(flow, depth)
    }
  }
  const drawn = process(id).startEvent(`${id}_start`)
  sequence(drawn, 0)
  drawn.endEvent(`${id}_end`)
  return drawn
}

/** Does one thing that the outside could do. */
export async function act(engine: TestEngine, random: Random): Promise<void> {
  switch (below(random, 8)) {
    case 0:
      await engine.start('p', { n: below(random, 3), key: `k${below(random, 3)}` })
      return
    case 1:
      await engine.publish(below(random, 3) === 0 ? 'h' : 'm', `k${below(random, 3)}`, { ttl: below(random, 2) * 7000 })
      return
    case 2:
      await engine.core.run('broadcastSignal', { signalName: 's', variables: { n: 5 }, tenantId: '<default>' })
      return
    case 3:
      await engine.advance(below(random, 6000))
      return
    case 4:
      await failSome(engine, random)
      return
    case 5:
      await engine.restart()
      return
    case 6:
      await cancelSome(engine, random)
      return
    default:
      for (const job of shuffled(random, await engine.activate('work', 3, 20_000))) {
        await engine.core.run('completeJob', { jobKey: job.key, variables: { n: below(random, 5) } })
      }
  }
}

async function failSome(engine: TestEngine, random: Random): Promise<void> {
  const [job] = await engine.activate('work', 1, 20_000)
  if (job === undefined) return
  const retries = below(random, 3)
  const failed = { jobKey: job.key, retries, errorMessage: 'no', retryBackOff: below(random, 2) * 3000, variables: {} }
  await engine.core.run('failJob', failed)
  if (retries > 0 || below(random, 2) === 0) return
  const [incident] = engine.incidents()
  if (incident !== undefined) await engine.resolve(incident.key)
}

async function cancelSome(engine: TestEngine, random: Random): Promise<void> {
  const all = [...engine.core.state.instances.entries()]
  const roots = all.filter(([, { scopeKey, phase }]) => scopeKey === -1 && phase !== 'TERMINATING')
  const chosen = roots[below(random, Math.max(1, roots.length))]
  if (chosen !== undefined) await engine.core.run('cancelProcessInstance', { processInstanceKey: chosen[0] })
}
