import * as options from './options.ts'
import { type EventOptions, Roots } from './roots.ts'
import { type XmlNode, node } from './node.ts'
import { invariant } from '@millrace/kernel'

interface Drawn {
  readonly id: string
  readonly tag: string
  readonly attributes: Record<string, string | undefined>
  readonly children: readonly XmlNode[]
  readonly incoming: string[]
  readonly outgoing: string[]
}

interface Shared {
  readonly roots: Roots
  flows: number
  readonly nodes: Map<string, Drawn>
}

type StartOptions = options.NodeOptions & Partial<EventOptions> & { readonly interrupting?: boolean }
type EventNodeOptions = options.NodeOptions & EventOptions
type ThrowOptions = options.NodeOptions & (EventOptions | Omit<options.JobOptions, keyof options.ActivityOptions>)

/** Draws the contents of a process or subprocess, each element connected to the one before it. */
export class FlowBuilder {
  protected readonly shared: Shared
  private readonly drawn: Drawn[] = []
  private readonly flows: XmlNode[] = []
  private current: Drawn | undefined
  private nextFlow: { readonly condition?: string; readonly isDefault?: boolean; readonly id?: string } = {}

  constructor(shared: Shared) {
    this.shared = shared
  }

  startEvent(id = 'start', given: StartOptions = {}): this {
    return this.event('startEvent', id, given, { isInterrupting: flag(given.interrupting) })
  }
  endEvent(id = 'end', given: ThrowOptions | options.NodeOptions = {}): this {
    return this.throwing('endEvent', id, given)
  }
  intermediateCatchEvent(id: string, given: EventNodeOptions): this {
    return this.event('intermediateCatchEvent', id, given)
  }
  intermediateThrowEvent(id: string, given: ThrowOptions | options.NodeOptions = {}): this {
    return this.throwing('intermediateThrowEvent', id, given)
  }
  /** Attached to the element drawn last, or to the one that `moveTo` chose. */
  boundaryEvent(id: string, given: EventNodeOptions & { readonly interrupting?: boolean }): this {
    const attachedToRef = this.current?.id
    this.current = undefined
    return this.event('boundaryEvent', id, given, { attachedToRef, cancelActivity: flag(given.interrupting) })
  }

  task(id: string, given: options.ActivityOptions = {}): this {
    return this.activity('task', id, given)
  }
  manualTask(id: string, given: options.ActivityOptions = {}): this {
    return this.activity('manualTask', id, given)
  }
  serviceTask(id: string, given: options.JobOptions): this {
    return this.activity('serviceTask', id, given, options.jobExtensions(given))
  }
  sendTask(id: string, given: options.JobOptions): this {
    return this.activity('sendTask', id, given, options.jobExtensions(given))
  }
  scriptTask(id: string, given: options.JobOptions | options.ScriptOptions): this {
    const own = 'type' in given ? options.jobExtensions(given) : options.scriptExtensions(given)
    return this.activity('scriptTask', id, given, own)
  }
  businessRuleTask(id: string, given: options.JobOptions | options.DecisionOptions): this {
    const own = 'type' in given ? options.jobExtensions(given) : options.decisionExtensions(given)
    return this.activity('businessRuleTask', id, given, own)
  }
  userTask(id: string, given: options.UserTaskOptions = {}): this {
    return this.activity('userTask', id, given, options.userTaskExtensions(given))
  }
  receiveTask(id: string, given: options.ActivityOptions & { message: string; correlationKey: string }): this {
    const messageRef = this.shared.roots.message(given.message, given.correlationKey)
    return this.activity('receiveTask', id, given, [], { messageRef })
  }
  callActivity(id: string, given: options.CallOptions): this {
    return this.activity('callActivity', id, given, options.callExtensions(given))
  }

  subProcess(id: string, draw: (inner: FlowBuilder) => FlowBuilder, given: options.ActivityOptions = {}): this {
    return this.activity('subProcess', id, given, [], {}, this.inner(draw))
  }
  /** Stands by itself; the next element is connected to the one before it. */
  eventSubProcess(id: string, draw: (inner: FlowBuilder) => FlowBuilder, given: options.NodeOptions = {}): this {
    const before = this.current
    this.current = undefined
    this.activity('subProcess', id, given, [], { triggeredByEvent: 'true' }, this.inner(draw))
    this.current = before
    return this
  }

  exclusiveGateway(id: string, given: options.NodeOptions = {}): this {
    return this.activity('exclusiveGateway', id, given)
  }
  inclusiveGateway(id: string, given: options.NodeOptions = {}): this {
    return this.activity('inclusiveGateway', id, given)
  }
  parallelGateway(id: string, given: options.NodeOptions = {}): this {
    return this.activity('parallelGateway', id, given)
  }
  eventBasedGateway(id: string, given: options.NodeOptions = {}): this {
    return this.activity('eventBasedGateway', id, given)
  }

  /** The next flow has this condition. */
  condition(expression: string): this {
    this.nextFlow = { ...this.nextFlow, condition: expression }
    return this
  }
  /** The next flow is the default of the gateway it leaves. */
  defaultFlow(): this {
    this.nextFlow = { ...this.nextFlow, isDefault: true }
    return this
  }
  /** The next flow has this id. */
  flow(id: string): this {
    this.nextFlow = { ...this.nextFlow, id }
    return this
  }
  /** Goes on from an element that has been drawn. */
  moveTo(id: string): this {
    this.current = this.find(id)
    return this
  }
  /** The next element is not connected to one before it. */
  detached(): this {
    this.current = undefined
    return this
  }
  /** Leads to an element that has been drawn. */
  connectTo(id: string): this {
    this.connect(this.find(id))
    return this
  }

  /** What the process or subprocess holds. */
  contents(): readonly XmlNode[] {
    return [...this.drawn.map(drawnNode), ...this.flows]
  }

  private inner(draw: (inner: FlowBuilder) => FlowBuilder): readonly XmlNode[] {
    const inner = new FlowBuilder(this.shared)
    draw(inner)
    return inner.contents()
  }

  private event(tag: string, id: string, given: StartOptions, attributes: Drawn['attributes'] = {}): this {
    const known = eventKinds.some((kind) => kind in given)
    const definition = known ? [this.shared.roots.definition(given as EventOptions, `${id}_definition`)] : []
    return this.draw(tag, id, attributes, given, [], definition)
  }

  private throwing(tag: string, id: string, given: ThrowOptions | options.NodeOptions): this {
    if (!('type' in given)) return this.event(tag, id, given)
    return this.draw(tag, id, {}, given, options.jobExtensions(given), [
      node('bpmn:messageEventDefinition', { id: `${id}_definition` }),
    ])
  }

  private activity(
    tag: string,
    id: string,
    given: options.ActivityOptions,
    own: readonly XmlNode[] = [],
    attributes: Drawn['attributes'] = {},
    contents: readonly XmlNode[] = [],
  ): this {
    return this.draw(tag, id, attributes, given, own, [...options.loopChildren(given), ...contents])
  }

  private draw(
    tag: string,
    id: string,
    attributes: Drawn['attributes'],
    given: options.NodeOptions,
    own: readonly XmlNode[],
    children: readonly XmlNode[],
  ): this {
    const drawn: Drawn = {
      id,
      tag: `bpmn:${tag}`,
      attributes: { name: given.name, ...attributes },
      children: [...options.extensions(given, own), ...children],
      incoming: [],
      outgoing: [],
    }
    invariant(!this.shared.nodes.has(id), 'an element is drawn once', id)
    this.shared.nodes.set(id, drawn)
    this.drawn.push(drawn)
    if (this.current !== undefined) this.connect(drawn)
    this.current = drawn
    return this
  }

  private connect(to: Drawn): void {
    const from = this.current
    invariant(from !== undefined, 'a flow leaves an element that has been drawn', to.id)
    this.shared.flows += 1
    const { condition, isDefault, id = `flow_${this.shared.flows}` } = this.nextFlow
    this.nextFlow = {}
    from.outgoing.push(id)
    to.incoming.push(id)
    if (isDefault === true) from.attributes['default'] = id
    const expression =
      condition === undefined
        ? []
        : [node('bpmn:conditionExpression', { 'xsi:type': 'bpmn:tFormalExpression' }, [condition])]
    this.flows.push(node('bpmn:sequenceFlow', { id, sourceRef: from.id, targetRef: to.id }, expression))
    this.current = to
  }

  private find(id: string): Drawn {
    const found = this.shared.nodes.get(id)
    invariant(found !== undefined, 'the element has been drawn', id)
    return found
  }
}

const eventKinds = ['message', 'timer', 'signal', 'error', 'escalation', 'link', 'terminate']
const flag = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : String(value))

function drawnNode({ id, tag, attributes, children, incoming, outgoing }: Drawn): XmlNode {
  const [extensionElements, rest] = [
    children.filter((child) => child.tag === 'bpmn:extensionElements'),
    children.filter((child) => child.tag !== 'bpmn:extensionElements'),
  ]
  return node(tag, { id, ...attributes }, [
    ...extensionElements,
    ...incoming.map((flow) => node('bpmn:incoming', {}, [flow])),
    ...outgoing.map((flow) => node('bpmn:outgoing', {}, [flow])),
    ...rest,
  ])
}
