import { type XmlNode, node } from './node.ts'

/** `target: source`, as the Modeler shows them. */
export type Mappings = Readonly<Record<string, string>>

/** Multi-instance. */
export interface LoopOptions {
  readonly inputCollection: string
  readonly inputElement?: string
  readonly outputCollection?: string
  readonly outputElement?: string
  readonly completionCondition?: string
  readonly sequential?: boolean
}

/** What every flow node may have. */
export interface NodeOptions {
  readonly name?: string
  readonly inputs?: Mappings
  readonly outputs?: Mappings
}

export interface ActivityOptions extends NodeOptions {
  readonly loop?: LoopOptions
}

export interface JobOptions extends ActivityOptions {
  readonly type: string
  readonly retries?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface ScriptOptions extends ActivityOptions {
  readonly expression: string
  readonly resultVariable: string
}

export interface DecisionOptions extends ActivityOptions {
  readonly decisionId: string
  readonly resultVariable: string
}

export interface CallOptions extends ActivityOptions {
  readonly processId: string
  readonly propagateAllChildVariables?: boolean
  readonly propagateAllParentVariables?: boolean
  readonly bindingType?: 'latest' | 'deployment' | 'versionTag'
  readonly versionTag?: string
}

export interface UserTaskOptions extends ActivityOptions {
  readonly zeebe?: boolean
  readonly assignee?: string
  readonly candidateGroups?: string
  readonly candidateUsers?: string
  readonly dueDate?: string
  readonly followUpDate?: string
  readonly formKey?: string
  readonly formId?: string
  readonly headers?: Readonly<Record<string, string>>
}

const text = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : String(value))

/** The extension elements that come from options, each only when it is given. */
export function extensions(options: NodeOptions, own: readonly XmlNode[]): XmlNode[] {
  const inputs = Object.entries(options.inputs ?? {}).map(([target, source]) => node('zeebe:input', { source, target }))
  const outputs = Object.entries(options.outputs ?? {}).map(([target, source]) =>
    node('zeebe:output', { source, target }),
  )
  const mapping = inputs.length + outputs.length > 0 ? [node('zeebe:ioMapping', {}, [...inputs, ...outputs])] : []
  const all = [...own, ...mapping]
  return all.length > 0 ? [node('bpmn:extensionElements', {}, all)] : []
}

export function jobExtensions({ type, retries, headers }: Omit<JobOptions, keyof ActivityOptions>): XmlNode[] {
  return [node('zeebe:taskDefinition', { type, retries }), ...headerExtensions(headers)]
}

function headerExtensions(headers: Readonly<Record<string, string>> | undefined): XmlNode[] {
  const entries = Object.entries(headers ?? {}).map(([key, value]) => node('zeebe:header', { key, value }))
  return entries.length > 0 ? [node('zeebe:taskHeaders', {}, entries)] : []
}

export const scriptExtensions = ({ expression, resultVariable }: ScriptOptions): XmlNode[] => [
  node('zeebe:script', { expression, resultVariable }),
]

export const decisionExtensions = ({ decisionId, resultVariable }: DecisionOptions): XmlNode[] => [
  node('zeebe:calledDecision', { decisionId, resultVariable }),
]

export const callExtensions = (options: CallOptions): XmlNode[] => [
  node('zeebe:calledElement', {
    processId: options.processId,
    propagateAllChildVariables: text(options.propagateAllChildVariables),
    propagateAllParentVariables: text(options.propagateAllParentVariables),
    bindingType: options.bindingType,
    versionTag: options.versionTag,
  }),
]

export function userTaskExtensions(options: UserTaskOptions): XmlNode[] {
  const { assignee, candidateGroups, candidateUsers, dueDate, followUpDate, formKey, formId } = options
  const given = (tag: string, attributes: XmlNode['attributes']): XmlNode[] =>
    Object.values(attributes).some((value) => value !== undefined) ? [node(tag, attributes)] : []
  return [
    ...(options.zeebe === true ? [node('zeebe:userTask')] : []),
    ...given('zeebe:assignmentDefinition', { assignee, candidateGroups, candidateUsers }),
    ...given('zeebe:taskSchedule', { dueDate, followUpDate }),
    ...given('zeebe:formDefinition', { formKey, formId }),
    ...headerExtensions(options.headers),
  ]
}

export function loopChildren({ loop }: ActivityOptions): XmlNode[] {
  if (loop === undefined) return []
  const { sequential, completionCondition, ...zeebe } = loop
  const condition =
    completionCondition === undefined ? [] : [node('bpmn:completionCondition', {}, [completionCondition])]
  return [
    node('bpmn:multiInstanceLoopCharacteristics', { isSequential: text(sequential) }, [
      node('bpmn:extensionElements', {}, [node('zeebe:loopCharacteristics', { ...zeebe })]),
      ...condition,
    ]),
  ]
}
