import { type Context, present } from './context.ts'
import { type XmlElement, attribute, childOf, extensionOf, filled } from '../xml/element.ts'
import { evaluateConstant, staticValue } from '../model/expressions.ts'
import type * as events from '../graph/events.ts'
import type { TimerDefinition } from '../graph/timer.ts'
import { eventDefinitions } from '../model/model.ts'
import { invariant } from '@millrace/kernel'
import { jobOf } from './jobs.ts'

/** How the definition of an event reads, by the tag of its event definition; `none` for an event without. */
type Reader<Definition> = (context: Context, definition: XmlElement, event: XmlElement) => Definition

const subscribable = {
  'bpmn:messageEventDefinition': messageOf,
  'bpmn:timerEventDefinition': timerOf,
  'bpmn:signalEventDefinition': signalOf,
} satisfies Record<string, Reader<events.Subscribable>>

const scopeCatch = {
  ...subscribable,
  'bpmn:errorEventDefinition': (context, definition) => ({
    kind: 'error',
    code: caughtCode(context, definition, 'errorRef', 'errorCode'),
  }),
  'bpmn:escalationEventDefinition': (context, definition) => ({
    kind: 'escalation',
    code: caughtCode(context, definition, 'escalationRef', 'escalationCode'),
  }),
} satisfies Record<string, Reader<events.ScopeCatch>>

const none = { none: () => ({ kind: 'none' }) } satisfies Record<string, Reader<events.NoneDefinition>>

const starts: Readonly<Record<string, Reader<events.StartDefinition>>> = { ...none, ...scopeCatch }

const catches: Readonly<Record<string, Reader<events.IntermediateCatchDefinition>>> = {
  ...subscribable,
  'bpmn:linkEventDefinition': (_, definition) => ({ kind: 'link', name: attribute(definition, 'name') ?? '' }),
}

const thrown = {
  ...none,
  'bpmn:messageEventDefinition': (context, _, event) => ({
    kind: 'message',
    job: present(jobOf(context, event), 'valid message throw event'),
  }),
  'bpmn:signalEventDefinition': signalOf,
  'bpmn:escalationEventDefinition': (context, definition) => ({
    kind: 'escalation',
    code: context.value(
      attribute(present(context.model.refer(definition, 'escalationRef'), 'reference'), 'escalationCode'),
    ),
  }),
} satisfies Record<string, Reader<events.IntermediateThrowDefinition & events.EndDefinition>>

const throws: Readonly<Record<string, Reader<events.IntermediateThrowDefinition>>> = {
  ...thrown,
  'bpmn:linkEventDefinition': (context, definition, event) => ({
    kind: 'link',
    target: context.index(
      context.model.links(event.parent, 'bpmn:intermediateCatchEvent', attribute(definition, 'name'))[0],
    ),
  }),
}

const ends: Readonly<Record<string, Reader<events.EndDefinition>>> = {
  ...thrown,
  'bpmn:errorEventDefinition': (context, definition) => ({
    kind: 'error',
    code: context.value(attribute(present(context.model.refer(definition, 'errorRef'), 'reference'), 'errorCode')),
  }),
  'bpmn:terminateEventDefinition': () => ({ kind: 'terminate' }),
}

const reading =
  <Definition>(readers: Readonly<Record<string, Reader<Definition>>>) =>
  (context: Context, event: XmlElement): Definition => {
    const definition = eventDefinitions(event)[0]
    const read = present(readers[definition?.tag ?? 'none'], 'valid event definition')
    return read(context, definition ?? event, event)
  }

export const readCatch = reading(catches)
export const readThrow = reading(throws)
export const readEnd = reading(ends)
export const readBoundary = reading<events.ScopeCatch>(scopeCatch)

/** Names at a process's start are constants: there are no variables yet. */
export function readStart(context: Context, event: XmlElement): events.StartDefinition {
  const definition = reading(starts)(context, event)
  if (event.parent?.tag !== 'bpmn:process') return definition
  if (definition.kind !== 'message' && definition.kind !== 'signal') return definition
  const fixed = { ...definition, name: constant(definition.name) }
  return fixed.kind === 'message' ? { ...fixed, correlationKey: undefined } : fixed
}

function constant(name: events.SignalDefinition['name']): events.SignalDefinition['name'] {
  if (name.kind === 'static') return name
  const result = evaluateConstant(name)
  invariant(result.kind === 'value' && typeof result.value === 'string', 'valid start event has a constant name')
  return staticValue(result.value)
}

function messageOf(context: Context, definition: XmlElement): events.MessageDefinition {
  return readMessage(context, context.model.refer(definition, 'messageRef'))
}

/** `bpmn:message`, of an event or a receive task. */
export function readMessage(context: Context, message: XmlElement | undefined): events.MessageDefinition {
  const found = present(message, 'valid reference to a message')
  const subscription = extensionOf(found, 'zeebe:subscription')
  return {
    kind: 'message',
    name: context.value(attribute(found, 'name')),
    correlationKey: context.optional(subscription, 'correlationKey'),
  }
}

function signalOf(context: Context, definition: XmlElement): events.SignalDefinition {
  const signal = present(context.model.refer(definition, 'signalRef'), 'valid reference to a signal')
  return { kind: 'signal', name: context.value(attribute(signal, 'name')) }
}

function timerOf(context: Context, definition: XmlElement): TimerDefinition {
  for (const [type, tag] of timerTags) {
    const text = childOf(definition, tag)?.text
    if (text !== undefined) return { kind: 'timer', type, expression: context.value(text) }
  }
  invariant(false, 'valid timer has one of date, duration and cycle')
}

const timerTags = [
  ['duration', 'bpmn:timeDuration'],
  ['cycle', 'bpmn:timeCycle'],
  ['date', 'bpmn:timeDate'],
] as const

/** No reference, and an empty code, catch everything. */
function caughtCode(context: Context, definition: XmlElement, reference: string, name: string): string | undefined {
  const found = context.model.refer(definition, reference)
  return found === undefined ? undefined : filled(found, name)
}
