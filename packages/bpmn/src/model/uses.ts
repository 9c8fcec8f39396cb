import { type XmlElement, walk } from '../xml/element.ts'
import type { Model } from './model.ts'

/** Where in the file a message, signal or escalation is used. */
export interface Uses {
  /** By intermediate catch events, boundary events, receive tasks, event subprocesses. */
  readonly caught: number
  readonly thrown: number
  /** By start events of processes. */
  readonly started: number
}

export const UNUSED: Uses = { caught: 0, thrown: 0, started: 0 }

const references: Readonly<Record<string, string>> = {
  'bpmn:messageEventDefinition': 'messageRef',
  'bpmn:receiveTask': 'messageRef',
  'bpmn:sendTask': 'messageRef',
  'bpmn:signalEventDefinition': 'signalRef',
  'bpmn:escalationEventDefinition': 'escalationRef',
}

export function countUses(model: Model): ReadonlyMap<XmlElement, Uses> {
  const uses = new Map<XmlElement, Uses>()
  for (const element of walk(model.definitions)) {
    const reference = references[element.tag]
    const root = reference === undefined ? undefined : model.refer(element, reference)
    if (root === undefined) continue
    const before = uses.get(root) ?? UNUSED
    const kind = kindOfUse(element.tag.endsWith('EventDefinition') ? (element.parent ?? element) : element)
    uses.set(root, { ...before, [kind]: before[kind] + 1 })
  }
  return uses
}

function kindOfUse(user: XmlElement): keyof Uses {
  if (user.tag === 'bpmn:startEvent' && user.parent?.tag === 'bpmn:process') return 'started'
  return /Throw|end/.test(user.tag) ? 'thrown' : 'caught'
}
