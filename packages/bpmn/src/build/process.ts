import { FlowBuilder } from './flow-builder.ts'
import { Roots } from './roots.ts'
import { node, toText } from './node.ts'

/** A process that is drawn step by step, for tests: `process('p').startEvent().task('a').endEvent().toXml()`. */
export class ProcessBuilder extends FlowBuilder {
  private readonly id: string
  private readonly given: ProcessOptions

  constructor(id: string, given: ProcessOptions) {
    super({ roots: new Roots(), flows: 0, nodes: new Map() })
    this.id = id
    this.given = given
  }

  toXml(): string {
    const { name, versionTag } = this.given
    const version =
      versionTag === undefined
        ? []
        : [node('bpmn:extensionElements', {}, [node('zeebe:versionTag', { value: versionTag })])]
    const process = node('bpmn:process', { id: this.id, name, isExecutable: 'true' }, [...version, ...this.contents()])
    const definitions = node('bpmn:definitions', { ...namespaces, id: 'definitions', targetNamespace: TARGET }, [
      process,
      ...this.shared.roots.nodes,
    ])
    return `<?xml version="1.0" encoding="UTF-8"?>\n${toText(definitions)}`
  }
}

export interface ProcessOptions {
  readonly name?: string
  readonly versionTag?: string
}

export const process = (id: string, given: ProcessOptions = {}): ProcessBuilder => new ProcessBuilder(id, given)

const TARGET = 'http://bpmn.io/schema/bpmn'
const namespaces = {
  'xmlns:bpmn': 'http://www.omg.org/spec/BPMN/20100524/MODEL',
  'xmlns:zeebe': 'http://camunda.org/schema/zeebe/1.0',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
}
