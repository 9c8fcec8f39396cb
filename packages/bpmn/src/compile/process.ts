import { type Place, loopOf, numbered } from './numbering.ts'
import { type XmlElement, attribute, childOf, extensionOf, filled, idOf, localName } from '../xml/element.ts'
import type { Element, ElementBase, Flow, Process } from '../graph/element.ts'
import { inputText, mappings, outputText } from './mappings.ts'
import { Context } from './context.ts'
import type { ExecutableProcess } from '../graph/process.ts'
import type { Expressions } from '../model/expressions.ts'
import type { FlowNodeTag } from '../model/kinds.ts'
import type { Model } from '../model/model.ts'
import { compilers } from './elements.ts'
import { containerParts } from './containers.ts'
import { invariant } from '@millrace/kernel'
import { loopDefinition } from './jobs.ts'

/** Compiles a valid process: first all elements and flows are numbered, then each is built with its links. */
export function compileProcess(model: Model, process: XmlElement, expressions: Expressions): ExecutableProcess {
  const numbering = numbered(process)
  const context = new Context(model, numbering, expressions)
  const [root, ...places] = numbering.places
  invariant(root !== undefined, 'a process has a place')
  const elements = places.map((place) => compileElement(context, place))
  const flows = numbering.flows.map((flow, index) => compileFlow(context, flow, index))
  const version = extensionOf(process, 'zeebe:versionTag')
  return {
    id: idOf(process) ?? '',
    name: attribute(process, 'name'),
    versionTag: version === undefined ? undefined : filled(version, 'value'),
    elements: [compileRoot(context, root), ...elements],
    flows,
    elementById: byId([...elements].toReversed(), idOf(process) ?? ''),
    flowById: new Map(flows.map((flow) => [flow.id, flow.index])),
  }
}

/** Later entries win: given in reverse, the body before its inner activity. */
function byId(reversed: readonly Element[], processId: string): ReadonlyMap<string, number> {
  return new Map([...reversed.map(({ id, index }) => [id, index] as const), [processId, 0] as const])
}

const compileRoot = (context: Context, place: Place): Process => ({
  ...base(context, place),
  ...containerParts(context, place.element),
  kind: 'process',
})

function compileElement(context: Context, place: Place): Element {
  const { element, role, index } = place
  const loop = loopOf(element)
  if (role === 'body' && loop !== undefined) {
    return { ...base(context, place), kind: 'multiInstanceBody', inner: index + 1, loop: loopDefinition(context, loop) }
  }
  return compilers[localName(element) as FlowNodeTag](context, element, base(context, place))
}

/** Flows and boundary events belong to a body, mappings to the activity in it. */
function base(context: Context, { element, role, index, scope }: Place): ElementBase {
  const { model } = context
  const connected = role === 'plain' || role === 'body'
  const active = role === 'plain' || role === 'inner'
  const flowIndexes = (flows: readonly XmlElement[]): readonly number[] => flows.map((flow) => context.flowIndex(flow))
  return {
    index,
    id: idOf(element) ?? '',
    name: attribute(element, 'name'),
    scope,
    incoming: connected ? flowIndexes(context.incoming(element)) : [],
    outgoing: connected ? flowIndexes(context.outgoing(element)) : [],
    inputs: active ? mappings(context, element, inputText) : undefined,
    outputs: active ? mappings(context, element, outputText) : undefined,
    boundaryEvents: connected ? model.boundaryEvents(element).map((event) => context.index(event)) : [],
  }
}

function compileFlow(context: Context, flow: XmlElement, index: number): Flow {
  const condition = childOf(flow, 'bpmn:conditionExpression')?.text
  return {
    index,
    id: idOf(flow) ?? '',
    name: attribute(flow, 'name'),
    source: context.index(context.model.refer(flow, 'sourceRef')),
    target: context.index(context.model.refer(flow, 'targetRef')),
    condition: condition === undefined ? undefined : context.feel(condition.slice(1)),
  }
}
