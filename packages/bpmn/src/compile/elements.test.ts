import { describe, expect, it } from 'vitest'
import type { Element } from '../graph/element.ts'
import type { ExecutableProcess } from '../graph/process.ts'
import { type FlowBuilder, bpmnElementType, bpmnEventType, compileResource, process } from '../index.ts'
import { processes } from '../../testdata/processes.ts'

const compiled = (xml: string): ExecutableProcess => {
  const result = compileResource(xml, 'p.bpmn')
  if (result.kind === 'faults') throw new Error(result.text)
  return result.processes[0] as ExecutableProcess
}

const graphOf = (name: string): ExecutableProcess => compiled(processes[name]?.toXml() ?? '')
const element = (graph: ExecutableProcess, id: string): Element => {
  const found = graph.elements[graph.elementById.get(id) ?? -1]
  if (found === undefined) throw new Error(`no element ${id}`)
  return found
}
const ids = (graph: ExecutableProcess, indexes: readonly number[]): readonly (string | undefined)[] =>
  indexes.map((index) => graph.elements[index]?.id)
const text = (value: { readonly kind: string; readonly text: string } | undefined): string | undefined =>
  value === undefined ? undefined : `${value.kind === 'feel' ? '=' : ''}${value.text}`

/** One line for each element: the file's process, its id, and Zeebe's element and event type. */
const types: readonly (readonly [string, string, string, string])[] = [
  ['a service task', 't', 'SERVICE_TASK', 'UNSPECIFIED'],
  ['a service task', 'service', 'PROCESS', 'UNSPECIFIED'],
  ['tasks of every kind', 'undefined', 'TASK', 'UNSPECIFIED'],
  ['tasks of every kind', 'manual', 'MANUAL_TASK', 'UNSPECIFIED'],
  ['tasks of every kind', 'send', 'SEND_TASK', 'UNSPECIFIED'],
  ['tasks of every kind', 'receive', 'RECEIVE_TASK', 'MESSAGE'],
  ['tasks of every kind', 'user', 'USER_TASK', 'UNSPECIFIED'],
  ['tasks of every kind', 'script', 'SCRIPT_TASK', 'UNSPECIFIED'],
  ['tasks of every kind', 'decision', 'BUSINESS_RULE_TASK', 'UNSPECIFIED'],
  ['tasks of every kind', 'call', 'CALL_ACTIVITY', 'UNSPECIFIED'],
  ['an exclusive gateway', 'g', 'EXCLUSIVE_GATEWAY', 'UNSPECIFIED'],
  ['a parallel fork and join', 'join', 'PARALLEL_GATEWAY', 'UNSPECIFIED'],
  ['an inclusive fork and join', 'join', 'INCLUSIVE_GATEWAY', 'UNSPECIFIED'],
  ['an event-based gateway', 'g', 'EVENT_BASED_GATEWAY', 'UNSPECIFIED'],
  ['start events', 'none', 'START_EVENT', 'NONE'],
  ['start events', 'message', 'START_EVENT', 'MESSAGE'],
  ['start events', 'signal', 'START_EVENT', 'SIGNAL'],
  ['start events', 'cycle', 'START_EVENT', 'TIMER'],
  ['intermediate events', 'none', 'INTERMEDIATE_THROW_EVENT', 'NONE'],
  ['intermediate events', 'message', 'INTERMEDIATE_THROW_EVENT', 'MESSAGE'],
  ['intermediate events', 'escalation', 'INTERMEDIATE_THROW_EVENT', 'ESCALATION'],
  ['intermediate events', 'away', 'INTERMEDIATE_THROW_EVENT', 'LINK'],
  ['intermediate events', 'date', 'INTERMEDIATE_CATCH_EVENT', 'TIMER'],
  ['intermediate events', 'caught', 'INTERMEDIATE_CATCH_EVENT', 'SIGNAL'],
  ['end events', 'error', 'END_EVENT', 'ERROR'],
  ['end events', 'terminate', 'END_EVENT', 'TERMINATE'],
  ['boundary events', 'cycle', 'BOUNDARY_EVENT', 'TIMER'],
  ['boundary events', 'sub', 'SUB_PROCESS', 'UNSPECIFIED'],
  ['event subprocesses', 'onTimer', 'EVENT_SUB_PROCESS', 'UNSPECIFIED'],
  ['multi-instance', 'parallel', 'MULTI_INSTANCE_BODY', 'UNSPECIFIED'],
]

it.each(types)('has in %s the element %s as %s of %s', (name, id, elementType, eventType) => {
  const found = element(graphOf(name), id)
  expect([bpmnElementType[found.kind], bpmnEventType(found)]).toEqual([elementType, eventType])
})

describe('a job', () => {
  it('has type, retries and headers, static or as FEEL', () => {
    const task = element(graphOf('a service task'), 't')
    if (task.kind !== 'serviceTask') throw new Error(task.kind)
    expect([text(task.job.type), text(task.job.retries)]).toEqual(['=kind', '5'])
    expect(task.job.headers).toEqual({ url: 'http://x', method: 'GET' })
  })

  it('has three retries when the model says nothing', () => {
    const task = element(compiled(process('p').startEvent().serviceTask('t', { type: 'x' }).toXml()), 't')
    expect(task.kind === 'serviceTask' && text(task.job.retries)).toBe('3')
  })
})

describe('mappings', () => {
  it('become one FEEL context, nested by the paths of their targets', () => {
    const task = element(graphOf('a service task'), 't')
    expect(task.inputs?.text).toBe(String.raw`{a:x,b:{c:a + 1,d:"say \"hi\""}}`)
    expect(task.outputs?.text).toBe(
      '{r:result,order:if (order != null) then context merge(order,{state:status,item:if (order.item != null) then context merge(order.item,{count:1}) else {count:1}}) else {state:status,item:if (order.item != null) then context merge(order.item,{count:1}) else {count:1}}}',
    )
  })

  it('are evaluated as one, later entries seeing those before', () => {
    const task = element(graphOf('a service task'), 't')
    const ports = { clock: { now: () => 0, timerAt: () => ({ cancel: () => undefined }) }, random: noRandom }
    const result = task.inputs?.compiled.evaluate({ x: 1 }, ports)
    expect(result).toMatchObject({ kind: 'value', value: { a: 1, b: { c: 2, d: 'say "hi"' } } })
  })
})

const noRandom = { uint32: () => 0, bytes: (length: number) => new Uint8Array(length) }

describe('multi-instance', () => {
  const graph = graphOf('multi-instance')
  it('gives flows and boundary events to the body, mappings to the activity in it', () => {
    const body = element(graph, 'parallel')
    if (body.kind !== 'multiInstanceBody') throw new Error(body.kind)
    const inner = graph.elements[body.inner]
    expect([body.id, body.incoming.length, body.outgoing.length, body.inputs]).toEqual(['parallel', 1, 1, undefined])
    expect(inner).toMatchObject({ id: 'parallel', kind: 'serviceTask', scope: body.index, incoming: [], outgoing: [] })
    expect(inner?.inputs?.text).toBe('{x:item}')
    const sequential = element(graph, 'sequential')
    expect(ids(graph, sequential.boundaryEvents)).toEqual(['late'])
  })

  it('knows its loop', () => {
    const body = element(graph, 'parallel')
    if (body.kind !== 'multiInstanceBody') throw new Error(body.kind)
    const { inputCollection, outputElement, completionCondition, ...rest } = body.loop
    expect([text(inputCollection), text(outputElement)]).toEqual(['=items', '=result'])
    expect(text(completionCondition)).toBe('=numberOfCompletedInstances > 1')
    expect(rest).toEqual({ sequential: false, inputElement: 'item', outputCollection: 'results' })
  })

  it('is the scope of what a subprocess holds only through the subprocess', () => {
    const task = element(graph, 't')
    expect(graph.elements[task.scope]?.kind).toBe('subProcess')
    expect(graph.elements[graph.elements[task.scope]?.scope ?? -1]?.kind).toBe('multiInstanceBody')
  })
})

describe('flows', () => {
  it('are taken and tried last in the file first, as Zeebe does', () => {
    const graph = graphOf('an exclusive gateway')
    const gateway = element(graph, 'g')
    expect(gateway.outgoing.map((flow) => graph.flows[flow]?.condition?.text)).toEqual([undefined, 'x > 2', 'x > 1'])
    expect(gateway.kind === 'exclusiveGateway' && gateway.defaultFlow).toBe(gateway.outgoing[0])
  })
})

describe('an inclusive join', () => {
  it('knows for each incoming flow what can still lead to it: over flows, links and boundary events', () => {
    const graph = graphOf('an inclusive fork and join')
    const join = element(graph, 'join')
    if (join.kind !== 'inclusiveGateway') throw new Error(join.kind)
    expect(join.upstream.map((list) => ids(graph, list).toSorted())).toEqual(
      [
        ['b', 'fork', 'late', 'start'],
        ['fork', 'here', 'start', 'there'],
        ['b', 'c', 'fork', 'start'],
        ['a', 'fork', 'start'],
      ].map((list) => list.toSorted()),
    )
  })

  it('does not wait for what comes out of itself', () => {
    const looped = (flow: FlowBuilder): FlowBuilder => flow.connectTo('join')
    const drawn = process('p')
      .startEvent()
      .inclusiveGateway('join')
      .serviceTask('t', { type: 'x' })
      .exclusiveGateway('g')
    looped(drawn.condition('=again')).moveTo('g').defaultFlow().endEvent()
    const graph = compiled(drawn.toXml())
    const join = element(graph, 'join')
    if (join.kind !== 'inclusiveGateway') throw new Error(join.kind)
    expect(join.upstream.map((list) => ids(graph, list))).toEqual([['t', 'g'], ['start']])
  })
})

describe('events', () => {
  it('catch the message by name and key; what starts a process has a constant name and no key', () => {
    const starts = graphOf('start events')
    expect(element(starts, 'message')).toMatchObject({ event: { name: { kind: 'static', text: 'begun' } } })
    expect(element(starts, 'signal')).toMatchObject({ event: { name: { kind: 'static', text: 'alarm' } } })
    expect(element(graphOf('event subprocesses'), 's1')).toMatchObject({
      interrupting: false,
      event: { kind: 'message', name: { text: 'n' }, correlationKey: { kind: 'feel', text: 'k' } },
    })
  })

  it('catch every error when they name no code', () => {
    const graph = graphOf('boundary events')
    expect(element(graph, 'error')).toMatchObject({ event: { kind: 'error', code: 'E' }, interrupting: true })
    expect(element(graph, 'all')).toMatchObject({ event: { kind: 'error', code: undefined } })
  })

  it('lead a link to its catch event', () => {
    const graph = graphOf('intermediate events')
    const away = element(graph, 'away')
    if (away.kind !== 'intermediateThrowEvent' || away.event.kind !== 'link') throw new Error(away.kind)
    expect(graph.elements[away.event.target]?.id).toBe('back')
  })

  it('of an event-based gateway are known to it, and know of it', () => {
    const graph = graphOf('an event-based gateway')
    const gateway = element(graph, 'g')
    if (gateway.kind !== 'eventBasedGateway') throw new Error(gateway.kind)
    expect(ids(graph, gateway.events)).toEqual(['s', 't', 'm'])
    expect(element(graph, 'm')).toMatchObject({ afterEventBasedGateway: true })
  })
})

describe('containers', () => {
  it('know their children, their start events and their event subprocesses', () => {
    const graph = graphOf('subprocesses in subprocesses')
    const outer = element(graph, 'outer')
    if (outer.kind !== 'subProcess') throw new Error(outer.kind)
    expect(ids(graph, outer.children)).toEqual(['handler', 'e1', 'inner', 's1'])
    expect(ids(graph, outer.eventSubProcesses)).toEqual(['handler'])
    expect(graph.elements[outer.noneStart ?? -1]?.id).toBe('s1')
    const handler = element(graph, 'handler')
    expect(handler.kind === 'eventSubProcess' && graph.elements[handler.start]?.id).toBe('s3')
  })
})

it('compiles user tasks with people, dates and form', () => {
  const graph = graphOf('tasks of every kind')
  const [user, native] = [element(graph, 'user'), element(graph, 'native')]
  if (user.kind !== 'userTask' || native.kind !== 'userTask') throw new Error(user.kind)
  expect([user.task.implementation, text(user.task.candidateGroups), user.task.form]).toEqual([
    'job',
    '=["a","b"]',
    { kind: 'key', key: 'k' },
  ])
  expect([native.task.implementation, text(native.task.priority), native.task.form?.kind]).toEqual([
    'zeebe',
    '50',
    'form',
  ])
})

it('compiles called processes with their binding', () => {
  const graph = graphOf('tasks of every kind')
  const called = ['call', 'pinned', 'deployed'].map((id) => {
    const activity = element(graph, id)
    return activity.kind === 'callActivity' ? activity.called : undefined
  })
  expect(called.map((each) => each?.binding)).toEqual([
    { kind: 'latest' },
    { kind: 'versionTag', versionTag: '7' },
    { kind: 'deployment' },
  ])
  expect(called.map((each) => each?.propagateAllChildVariables)).toEqual([false, true, true])
})
