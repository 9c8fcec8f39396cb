import { type XmlNode, node } from './node.ts'

/** What an event waits for or throws; none for a plain event. */
export type EventOptions =
  | { readonly message: string; readonly correlationKey?: string }
  | { readonly timer: { readonly duration: string } | { readonly date: string } | { readonly cycle: string } }
  | { readonly signal: string }
  /** `any`, or the code. */
  | { readonly error: string }
  | { readonly escalation: string }
  | { readonly link: string }
  | { readonly terminate: true }

/** Messages, signals, errors and escalations of a file: one element for each that differs. */
export class Roots {
  readonly nodes: XmlNode[] = []
  private readonly ids = new Map<string, string>()

  message(name: string, correlationKey: string | undefined): string {
    const subscription =
      correlationKey === undefined
        ? []
        : [node('bpmn:extensionElements', {}, [node('zeebe:subscription', { correlationKey })])]
    return this.root('bpmn:message', { name }, subscription)
  }

  /** The event definition, and what it refers to. Zeebe wants links to have ids; so all have. */
  definition(options: EventOptions, id: string): XmlNode {
    const { tag, attributes, children } = this.unidentified(options)
    return node(tag, { id, ...attributes }, children)
  }

  private unidentified(options: EventOptions): XmlNode {
    if ('message' in options) {
      const messageRef = this.message(options.message, options.correlationKey)
      return node('bpmn:messageEventDefinition', { messageRef })
    }
    if ('timer' in options) return node('bpmn:timerEventDefinition', {}, [timerChild(options.timer)])
    if ('signal' in options) {
      return node('bpmn:signalEventDefinition', { signalRef: this.root('bpmn:signal', { name: options.signal }) })
    }
    if ('link' in options) return node('bpmn:linkEventDefinition', { name: options.link })
    if ('terminate' in options) return node('bpmn:terminateEventDefinition')
    return this.coded(options)
  }

  private coded(options: { readonly error: string } | { readonly escalation: string }): XmlNode {
    if ('error' in options) {
      const errorRef = options.error === 'any' ? undefined : this.root('bpmn:error', { errorCode: options.error })
      return node('bpmn:errorEventDefinition', { errorRef })
    }
    const code = options.escalation
    const escalationRef = code === 'any' ? undefined : this.root('bpmn:escalation', { escalationCode: code })
    return node('bpmn:escalationEventDefinition', { escalationRef })
  }

  private root(tag: string, attributes: Readonly<Record<string, string>>, children: XmlNode[] = []): string {
    const key = JSON.stringify([tag, attributes, children])
    const found = this.ids.get(key)
    if (found !== undefined) return found
    const id = `${tag.slice('bpmn:'.length)}_${this.nodes.length + 1}`
    this.ids.set(key, id)
    this.nodes.push(node(tag, { id, ...attributes }, children))
    return id
  }
}

function timerChild(
  timer: { readonly duration: string } | { readonly date: string } | { readonly cycle: string },
): XmlNode {
  const [tag, text] =
    'duration' in timer
      ? (['bpmn:timeDuration', timer.duration] as const)
      : 'date' in timer
        ? (['bpmn:timeDate', timer.date] as const)
        : (['bpmn:timeCycle', timer.cycle] as const)
  return node(tag, { 'xsi:type': 'bpmn:tFormalExpression' }, [text])
}
