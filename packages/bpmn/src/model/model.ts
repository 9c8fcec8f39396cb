import { type XmlElement, attribute, childrenOf, filled, idOf, walk } from '../xml/element.ts'
import { isFlowNode } from './kinds.ts'

const referred: Readonly<Record<string, string>> = {
  messageRef: 'bpmn:message',
  signalRef: 'bpmn:signal',
  errorRef: 'bpmn:error',
  escalationRef: 'bpmn:escalation',
  default: 'bpmn:sequenceFlow',
}

/**
 * A BPMN file, its references resolved. A reference to what is not there gives nothing; `validate` says so. Flows and
 * boundary events come last in the file first: the order in which Zeebe takes and tries them.
 */
export class Model {
  readonly definitions: XmlElement
  /** The executable ones, in the order of the file. */
  readonly processes: readonly XmlElement[]
  private readonly byId = new Map<string, XmlElement>()
  private readonly bySource = new Map<string, XmlElement[]>()
  private readonly byTarget = new Map<string, XmlElement[]>()
  private readonly byAttachment = new Map<string, XmlElement[]>()
  private readonly byLink = new Map<XmlElement, Map<string, XmlElement[]>>()
  private readonly declared = new Map<XmlElement, readonly XmlElement[]>()

  constructor(definitions: XmlElement) {
    this.definitions = definitions
    this.processes = childrenOf(definitions, 'bpmn:process').filter(
      (process) => attribute(process, 'isExecutable') === 'true',
    )
    for (const element of [...walk(definitions)].toReversed()) this.index(element)
  }

  private index(element: XmlElement): void {
    const id = idOf(element)
    if (id !== undefined) this.byId.set(id, element)
    const under = (map: Map<string, XmlElement[]>, name: string): void => {
      const reference = filled(element, name)
      if (reference === undefined) return
      const found = map.get(reference)
      if (found === undefined) map.set(reference, [element])
      else found.push(element)
    }
    if (element.tag === 'bpmn:sequenceFlow') {
      under(this.bySource, 'sourceRef')
      under(this.byTarget, 'targetRef')
    } else if (element.tag === 'bpmn:boundaryEvent') under(this.byAttachment, 'attachedToRef')
    else if (element.tag === 'bpmn:linkEventDefinition') this.indexLink(element)
  }

  private indexLink(link: XmlElement): void {
    const event = link.parent
    const scope = event?.parent
    if (event === undefined || scope === undefined) return
    const links = this.byLink.get(scope) ?? new Map<string, XmlElement[]>()
    const key = linkKey(event.tag, attribute(link, 'name'))
    const events = links.get(key)
    if (events === undefined) links.set(key, [event])
    else events.push(event)
    this.byLink.set(scope, links)
  }

  /** The events of a scope that catch or throw the link of this name. */
  links(scope: XmlElement | undefined, tag: LinkTag, name: string | undefined): readonly XmlElement[] {
    return (scope === undefined ? undefined : this.byLink.get(scope)?.get(linkKey(tag, name))) ?? []
  }

  /** By id; a qualified name (`ns:Message_1`) means its local part. */
  find(reference: string | undefined): XmlElement | undefined {
    if (reference === undefined) return undefined
    return this.byId.get(reference) ?? this.byId.get(reference.slice(reference.indexOf(':') + 1))
  }

  /** What an attribute refers to; nothing when that is of another kind than `messageRef`, `errorRef`, … mean. */
  refer(element: XmlElement, name: string): XmlElement | undefined {
    const found = this.find(filled(element, name))
    const tag = referred[name]
    return tag === undefined || found?.tag === tag ? found : undefined
  }

  /** The flows that `bpmn:incoming` names: what Zeebe's validation reads. */
  declaredIncoming(node: XmlElement): readonly XmlElement[] {
    return this.named(node, 'bpmn:incoming')
  }

  /** The flows that `bpmn:outgoing` names: what Zeebe's validation reads. */
  declaredOutgoing(node: XmlElement): readonly XmlElement[] {
    const found = this.declared.get(node) ?? this.named(node, 'bpmn:outgoing')
    this.declared.set(node, found)
    return found
  }

  private named(node: XmlElement, tag: string): XmlElement[] {
    return childrenOf(node, tag)
      .map((child) => this.find(child.text))
      .filter((flow) => flow !== undefined)
  }

  /** The flows whose `targetRef` is the node: what runs. */
  incoming(node: XmlElement): readonly XmlElement[] {
    return this.byTarget.get(idOf(node) ?? '') ?? []
  }

  /** The flows whose `sourceRef` is the node: what runs. */
  outgoing(node: XmlElement): readonly XmlElement[] {
    return this.bySource.get(idOf(node) ?? '') ?? []
  }

  boundaryEvents(activity: XmlElement): readonly XmlElement[] {
    return this.byAttachment.get(idOf(activity) ?? '') ?? []
  }
}

type LinkTag = 'bpmn:intermediateCatchEvent' | 'bpmn:intermediateThrowEvent'

const linkKey = (tag: string, name: string | undefined): string => `${tag} ${name ?? ''}`

export const linkName = (event: XmlElement): string | undefined => {
  const link = eventDefinitions(event).find(({ tag }) => tag === 'bpmn:linkEventDefinition')
  return link === undefined ? undefined : attribute(link, 'name')
}

export const eventDefinitions = (event: XmlElement): XmlElement[] =>
  event.children.filter((child) => child.tag.endsWith('EventDefinition'))

export const flowNodes = (scope: XmlElement): XmlElement[] => scope.children.filter((child) => isFlowNode(child.tag))

export const isEventSubProcess = (element: XmlElement): boolean =>
  element.tag === 'bpmn:subProcess' && attribute(element, 'triggeredByEvent') === 'true'

/** BPMN's default is true, for both attributes. */
export const isInterrupting = (event: XmlElement): boolean =>
  attribute(event, event.tag === 'bpmn:boundaryEvent' ? 'cancelActivity' : 'isInterrupting') !== 'false'
