import { z } from 'zod'

/** One version of a process, and what runs of it. */
export interface ProcessVersion {
  processDefinitionKey: string
  version: number
  running: number
  /** How many of those have an open incident. */
  withIncident: number
}

export interface ProcessSummary {
  processId: string
  /** The latest first. */
  versions: ProcessVersion[]
  running: number
  withIncident: number
}

/** What came from the history, and how many of the engine's events were not in it in time. */
export interface Told {
  behind: number
}

export interface ProcessList extends Told {
  processes: ProcessSummary[]
}

/** Where the instances of one version stand. */
export interface ElementCount {
  elementId: string
  active: number
  incidents: number
}

export interface ElementCounts extends Told {
  elements: ElementCount[]
}

export type InstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED'

export interface ProcessInstance {
  processInstanceKey: string
  processDefinitionId: string
  processDefinitionKey: string
  processDefinitionVersion: number
  state: InstanceState
  hasIncident: boolean
  startDate: string | null
  endDate: string | null
  parentProcessInstanceKey: string | null
  parentElementInstanceKey: string | null
  /** Why the engine gave it up. */
  failure: string | null
}

export interface ElementInstance {
  elementInstanceKey: string
  elementId: string
  type: string
  state: InstanceState
  startDate: string | null
  endDate: string | null
  elementInstanceScopeKey: string
  hasIncident: boolean
}

export interface Variable {
  variableKey: string
  name: string
  /** JSON text, cut when it is long. */
  value: string
  isTruncated: boolean
  scopeKey: string
  changeDate: string
}

export interface Incident {
  incidentKey: string
  processInstanceKey: string
  processDefinitionId: string
  elementId: string
  elementInstanceKey: string
  errorType: string
  errorMessage: string
  state: 'ACTIVE' | 'RESOLVED'
  jobKey: string | null
  creationTime: string | null
  resolutionTime: string | null
}

export interface Job {
  jobKey: string
  type: string
  state: string
  worker: string | null
  retries: number
  deadline: string | null
  errorMessage: string | null
  elementId: string
  creationTime: string | null
  endTime: string | null
}

export interface Subscription {
  messageSubscriptionKey: string
  messageSubscriptionState: string
  messageName: string
  correlationKey: string | null
  messageKey: string | null
  elementId: string | null
  lastUpdatedDate: string
}

/** The first of a kind, and how many there are. */
export interface Some<T> {
  items: T[]
  total: number
}

/** Everything about one process instance. */
export interface InstanceView extends Told {
  instance: ProcessInstance
  /** Who called it, the outermost first. */
  callers: ProcessInstance[]
  called: Some<ProcessInstance>
  elements: Some<ElementInstance>
  /** Ids of the sequence flows that were taken. */
  flows: string[]
  variables: Some<Variable>
  incidents: Some<Incident>
  jobs: Some<Job>
  subscriptions: Some<Subscription>
}

export interface InstancePage extends Told {
  items: ProcessInstance[]
  total: number
  /** There are more than were counted. */
  hasMore: boolean
  /** Where the next page begins. */
  cursor?: string
}

/** One value that a variable has had. */
export interface VariableChange {
  value: string
  isTruncated: boolean
  changeDate: string
}

const key = z.string().regex(/^\d{1,19}$/, 'a key: digits')
const variables = z.record(z.string(), z.unknown())
const MOST_AT_ONCE = 1000

export const keyParams = z.object({ key })

/** How instances are chosen; what is absent does not matter. */
export const instanceFilter = z.object({
  processId: z.string().max(500).optional(),
  version: z.coerce.number().int().min(1).optional(),
  state: z.enum(['ACTIVE', 'COMPLETED', 'TERMINATED']).optional(),
  incident: z.literal('1').optional(),
  /** Where they stand now. */
  element: z.string().max(500).optional(),
  startedAfter: z.iso.datetime({ offset: true, error: 'a date and time' }).optional(),
  startedBefore: z.iso.datetime({ offset: true, error: 'a date and time' }).optional(),
  variable: z.string().max(500).optional(),
  /** JSON text. */
  value: z.string().max(8000).optional(),
})
export type InstanceFilter = z.infer<typeof instanceFilter>

export const instancesQuery = instanceFilter.extend({ cursor: z.string().max(2000).optional() })

export const deployBody = z.object({
  resources: z
    .array(z.object({ name: z.string().min(1).max(500), content: z.string().min(1) }))
    .min(1, 'at least one file')
    .max(50),
})
export interface Deployed {
  processId: string
  version: number
  processDefinitionKey: string
  resourceName: string
}

export const startBody = z.object({ processDefinitionKey: key, variables: variables.default({}) })

export const publishBody = z.object({
  name: z.string().min(1, 'the name that the process waits for').max(500),
  correlationKey: z.string().max(8000).default(''),
  messageId: z.string().max(500).optional(),
  timeToLiveMs: z.number().int().min(0).default(0),
  variables: variables.default({}),
})

export const setVariablesBody = z.object({
  /** The element instance whose scope is meant; the whole process instance without it. */
  scopeKey: key.optional(),
  variables: variables.refine((given) => Object.keys(given).length > 0, 'at least one variable'),
})

export const resolveBody = z.object({
  /** The job that failed: it gets the retries first. */
  jobKey: key.optional(),
  retries: z.number().int().min(1).max(1000).default(1),
})

export const retriesBody = z.object({ retries: z.number().int().min(1).max(1000) })

/** What can be done to many process instances at once. */
export const bulkAction = z.enum(['cancel', 'resolve'])
export type BulkAction = z.infer<typeof bulkAction>

export const previewBody = z.object({ action: bulkAction, filter: instanceFilter })

/** One thing that a bulk act would hit: a process instance, or an incident with its job. */
export interface BulkHit {
  key: string
  processInstanceKey: string
  processDefinitionId: string
  detail: string
  jobKey?: string
}

export interface BulkPreview extends Told {
  hits: BulkHit[]
  /** More match; they are left for the next time. */
  hasMore: boolean
}

export const bulkBody = z.object({
  action: bulkAction,
  /** As a preview gave them: exactly these are hit. */
  hits: z
    .array(z.object({ key, jobKey: key.optional() }))
    .min(1)
    .max(MOST_AT_ONCE),
  retries: z.number().int().min(1).max(1000).default(1),
  /** Repeats how many they are. */
  confirm: z.number().int(),
})

export interface BulkOutcome {
  done: number
  refused: { key: string; detail: string }[]
}
