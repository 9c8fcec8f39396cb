import { below } from '@millrace/kernel'
import { boundaries } from './boundaries.ts'
import type { Block } from './drawing.ts'
import { loopOf } from './loops.ts'
import { subProcess } from './subprocesses.ts'

/** Jobs of all kinds are of this type. */
const job = { type: 'work' }
/** Who waits for a message alone, and takes it away. */
const message = { message: 'm', correlationKey: '=key' }

/** Blocks of one element, or two. */
export const simple: readonly Block[] = [
  ({ flow, id }) => void flow.serviceTask(id(), { ...job, outputs: { n: '=1' } }),
  ({ flow, id }) => void flow.serviceTask(id(), { ...job, inputs: { local: '=n' } }),
  ({ flow, id }) => void flow.sendTask(id(), job),
  ({ flow, id }) => void flow.businessRuleTask(id(), job),
  ({ flow, id }) => void flow.userTask(id()),
  ({ flow, id }) => void flow.manualTask(id()),
  ({ flow, id }) => void flow.scriptTask(id(), { expression: '=n + 1', resultVariable: 'n' }),
  ({ flow, id }) => void flow.receiveTask(id(), message),
  ({ flow, id }) => void flow.intermediateCatchEvent(id(), message),
  ({ flow, id }) => void flow.intermediateCatchEvent(id(), { timer: { duration: 'PT10S' } }),
  ({ flow, id }) => void flow.intermediateCatchEvent(id(), { signal: 's' }),
  ({ flow, id }) => void flow.intermediateThrowEvent(id()),
  ({ flow, id }) => void flow.intermediateThrowEvent(id(), job),
  ({ flow, id }) => void flow.intermediateThrowEvent(id(), { signal: 's' }),
  ({ flow, id }) => void flow.intermediateThrowEvent(id(), { escalation: 'UP' }),
  ({ flow, id }) => {
    const link = id()
    flow.intermediateThrowEvent(id(), { link }).detached().intermediateCatchEvent(id(), { link })
  },
]

const call: Block = (drawing) => {
  const { flow, id, calls, random } = drawing
  if (calls.length === 0) return
  const processId = calls[below(random, calls.length)] ?? ''
  const task = id()
  flow.callActivity(task, { processId, ...(drawing.once(3) && { loop: loopOf(drawing) }) })
  if (drawing.once(2)) boundaries(drawing, task, ['error', 'timer', 'signal'])
}

const loop: Block = (drawing) => {
  const task = drawing.id()
  drawing.flow.serviceTask(task, { ...job, loop: loopOf(drawing) })
  if (drawing.once(2)) boundaries(drawing, task, ['timer', 'error', 'message', 'signal'])
}

const guarded: Block = (drawing) => {
  const task = drawing.id()
  drawing.flow.serviceTask(task, job)
  boundaries(drawing, task, ['timer', 'cycle', 'message', 'signal', 'error'])
}

/** Two branches from one gateway to another; every way leads to the second. */
const gateway =
  (kind: 'exclusiveGateway' | 'parallelGateway' | 'inclusiveGateway'): Block =>
  ({ flow, id, blocks, atMostAsOften, once }) => {
    const [split, join] = [id(), id()]
    flow[kind](split)
    if (kind === 'exclusiveGateway') flow.condition('=n > 1')
    if (kind === 'inclusiveGateway') flow.condition('=n >= 0')
    blocks(flow)
    flow[kind](join).moveTo(split)
    if (kind === 'exclusiveGateway') flow.defaultFlow()
    if (kind === 'inclusiveGateway') flow.condition('=n > 1')
    // A gateway whose second way is empty.
    if (!once(4)) blocks(flow)
    flow.connectTo(join)
    atMostAsOften(join, split)
  }

const eventBased: Block = ({ flow, id, atMostAsOften, once }) => {
  const [split, join] = [id(), id()]
  flow.eventBasedGateway(split).intermediateCatchEvent(id(), message).exclusiveGateway(join)
  flow
    .moveTo(split)
    .intermediateCatchEvent(id(), { timer: { duration: 'PT5S' } })
    .connectTo(join)
  if (once(2)) flow.moveTo(split).intermediateCatchEvent(id(), { signal: 's' }).connectTo(join)
  atMostAsOften(join, split)
}

/** Blocks that hold others, or are watched over. */
export const nested: readonly Block[] = [
  call,
  loop,
  guarded,
  subProcess,
  subProcess,
  gateway('exclusiveGateway'),
  gateway('parallelGateway'),
  gateway('inclusiveGateway'),
  eventBased,
]
