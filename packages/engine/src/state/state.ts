import type { CompiledResource } from '@millrace/bpmn'
import type { ElementInstance } from './element-instance.ts'
import type {
  Definition,
  Incident,
  Job,
  Message,
  MessageStartSubscription,
  MessageSubscription,
  Resource,
  RunnableDefinition,
  SignalSubscription,
  SuspendedTurn,
  TimerEntry,
} from './entities.ts'
import { byCorrelation, byMessageId, byName, byProcess } from './names.ts'
import { Table, type TableReader } from './table.ts'
import { Variables, type VariablesReader } from './variables.ts'

/** Keys of partition 1 count from here: partition << 51, and one more. */
export const FIRST_KEY = 2 ** 51 + 1

/** Everything the engine knows: a function of its events. Only appliers write it. */
export class State {
  /** The highest key that an event has used. */
  lastKey = FIRST_KEY - 1

  readonly resources = new Table<Resource>({})
  readonly definitions = new Table<Definition, 'process'>({
    process: ({ tenantId, bpmnProcessId, deleted }) => (deleted ? undefined : byProcess(tenantId, bpmnProcessId)),
  })
  /** The highest version that a process id ever had, deleted ones included: numbers are not used twice. */
  readonly versions = new Map<string, number>()
  /** Compiled from the resources: derived, not part of a checkpoint. */
  readonly compiled = new Map<number, CompiledResource>()

  readonly instances = new Table<ElementInstance, 'scope' | 'definition'>({
    scope: ({ scopeKey }) => (scopeKey === -1 ? undefined : scopeKey),
    definition: ({ scopeKey, definitionKey }) => (scopeKey === -1 ? definitionKey : undefined),
  })
  readonly variables = new Variables()
  readonly jobs = new Table<Job, 'activatable'>({
    activatable: ({ state, type }) => (state === 'ACTIVATABLE' ? type : undefined),
  })
  readonly incidents = new Table<Incident, 'process'>({ process: ({ processInstanceKey }) => processInstanceKey })
  readonly timers = new Table<TimerEntry, 'element' | 'definition'>({
    element: ({ elementInstanceKey }) => (elementInstanceKey === -1 ? undefined : elementInstanceKey),
    definition: ({ elementInstanceKey, processDefinitionKey }) =>
      elementInstanceKey === -1 ? processDefinitionKey : undefined,
  })
  readonly messages = new Table<Message, 'correlation' | 'id'>({
    correlation: ({ tenantId, name, correlationKey }) => byCorrelation(tenantId, name, correlationKey),
    id: ({ tenantId, name, correlationKey, messageId }) =>
      messageId === '' ? undefined : byMessageId(tenantId, name, correlationKey, messageId),
  })
  readonly messageSubscriptions = new Table<MessageSubscription, 'correlation' | 'element'>({
    correlation: ({ tenantId, messageName, correlationKey }) => byCorrelation(tenantId, messageName, correlationKey),
    element: ({ elementInstanceKey }) => elementInstanceKey,
  })
  readonly messageStarts = new Table<MessageStartSubscription, 'name' | 'definition'>({
    name: ({ tenantId, messageName }) => byName(tenantId, messageName),
    definition: ({ processDefinitionKey }) => processDefinitionKey,
  })
  /** Processes that a message with a correlation key started, by that key: a second one waits. */
  readonly startLocks = new Table<string, 'lock'>({ lock: (lock) => lock })
  readonly signals = new Table<SignalSubscription, 'name' | 'element' | 'definition'>({
    name: ({ tenantId, signalName }) => byName(tenantId, signalName),
    element: ({ elementInstanceKey }) => (elementInstanceKey === -1 ? undefined : elementInstanceKey),
    definition: ({ elementInstanceKey, processDefinitionKey }) =>
      elementInstanceKey === -1 ? processDefinitionKey : undefined,
  })
  /** Process instances whose work failed by a fault of the engine itself: nothing is done for them any more. */
  readonly banned = new Set<number>()
  readonly turns = new Table<SuspendedTurn>({})

  definition(key: number): RunnableDefinition | undefined {
    const definition = this.definitions.get(key)
    if (definition === undefined) return undefined
    const graph = this.compiled.get(definition.resourceKey)?.processes[definition.place]
    return graph === undefined ? undefined : { ...definition, graph }
  }

  /** Of a process id: the highest version that is deployed. */
  latest(tenantId: string, bpmnProcessId: string): RunnableDefinition | undefined {
    let found: Definition | undefined
    for (const [, definition] of this.definitions.list('process', byProcess(tenantId, bpmnProcessId))) {
      if (found === undefined || definition.version > found.version) found = definition
    }
    return found === undefined ? undefined : this.definition(found.key)
  }
}

type Tables = 'resources' | 'definitions' | 'jobs' | 'incidents' | 'timers' | 'messages' | 'messageSubscriptions'
type MoreTables = 'messageStarts' | 'startLocks' | 'signals' | 'turns' | 'instances'

type ReaderOf<T> = T extends Table<infer V, infer Index> ? TableReader<V, Index> : never

/** What processors see: everything, and no way to change it. */
export type StateReader = {
  readonly [Name in Tables | MoreTables]: ReaderOf<State[Name]>
} & {
  readonly variables: VariablesReader
  readonly versions: ReadonlyMap<string, number>
  readonly banned: ReadonlySet<number>
  readonly lastKey: number
} & Pick<State, 'definition' | 'latest'>
