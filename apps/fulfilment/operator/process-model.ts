/** An element of a process: what the operator's page lists beside the diagram. */
export interface ModelElement {
  readonly elementId: string
  readonly name: string
  readonly type: string
  /** The subprocess that it stands in. */
  readonly inside: string | undefined
  readonly attachedTo: string | undefined
}

export interface ProcessModel {
  /** In the order of the file. */
  readonly elements: ReadonlyMap<string, ModelElement>
  /** Targets of the sequence flows that leave an element. */
  readonly next: ReadonlyMap<string, readonly string[]>
}

const TAG = /<(\/?)bpmn:(\w+)([^>]*?)(\/?)>/gu
const ELEMENTS =
  /^(?:startEvent|endEvent|intermediateCatchEvent|boundaryEvent|\w*[tT]ask|exclusiveGateway|subProcess)$/u

/** Reads what is drawn in one of this system's own files; it is no reader of BPMN in general. */
export function processModel(xml: string): ProcessModel {
  const elements = new Map<string, ModelElement>()
  const next = new Map<string, string[]>()
  const inside: string[] = []
  for (const [, closing, type = '', attributes = '', empty] of xml.matchAll(TAG)) {
    if (closing === '/') {
      if (type === 'subProcess') inside.pop()
      continue
    }
    const id = attribute(attributes, 'id') ?? ''
    if (type === 'sequenceFlow') {
      const source = attribute(attributes, 'sourceRef') ?? ''
      next.set(source, [...(next.get(source) ?? []), attribute(attributes, 'targetRef') ?? ''])
    } else if (ELEMENTS.test(type)) {
      const name = attribute(attributes, 'name') ?? titles[type] ?? id
      const attachedTo = attribute(attributes, 'attachedToRef')
      elements.set(id, { elementId: id, name, type, inside: inside.at(-1), attachedTo })
      if (type === 'subProcess' && empty !== '/') inside.push(id)
    }
  }
  return { elements, next }
}

const titles: Readonly<Record<string, string>> = { startEvent: 'Start', endEvent: 'End' }

const attribute = (text: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`, 'u').exec(text)?.[1]?.replaceAll('&#10;', ' ')
