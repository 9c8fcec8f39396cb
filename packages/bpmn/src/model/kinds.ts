/** The elements of BPMN by what they have in common, as the specification's classes do. Names without prefix. */
const tasks = [
  'task',
  'serviceTask',
  'sendTask',
  'receiveTask',
  'userTask',
  'scriptTask',
  'businessRuleTask',
  'manualTask',
] as const
const gateways = ['exclusiveGateway', 'inclusiveGateway', 'parallelGateway', 'eventBasedGateway'] as const
const catchEvents = ['startEvent', 'intermediateCatchEvent', 'boundaryEvent'] as const
const throwEvents = ['intermediateThrowEvent', 'endEvent'] as const

/** Every flow node that runs here. */
export type FlowNodeTag =
  | (typeof tasks)[number]
  | (typeof gateways)[number]
  | (typeof catchEvents)[number]
  | (typeof throwEvents)[number]
  | 'subProcess'
  | 'callActivity'

export const kinds = {
  activities: [...tasks, 'subProcess', 'callActivity'],
  tasks,
  gateways,
  catchEvents,
  throwEvents,
  events: [...catchEvents, ...throwEvents],
  flowNodes: [...tasks, 'subProcess', 'callActivity', ...gateways, ...catchEvents, ...throwEvents],
} as const satisfies Record<string, readonly FlowNodeTag[]>

const runs: ReadonlySet<string> = new Set(kinds.flowNodes)

export const isFlowNode = (tag: string): boolean => tag.startsWith('bpmn:') && runs.has(tag.slice(5))

/** What a process or subprocess may hold besides flow nodes and flows; none of it runs. */
export const passive: ReadonlySet<string> = new Set(
  [
    'dataObject dataObjectReference dataStoreReference extensionElements documentation incoming outgoing laneSet',
    'property association group textAnnotation artifact auditing monitoring ioSpecification ioBinding supports',
    'dataInputAssociation dataOutputAssociation resourceRole performer humanPerformer potentialOwner',
    'correlationSubscription multiInstanceLoopCharacteristics standardLoopCharacteristics',
  ]
    .flatMap((line) => line.split(' '))
    .map((name) => `bpmn:${name}`),
)
