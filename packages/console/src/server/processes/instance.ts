import { Refusal } from '@millrace/kernel'
import type {
  ElementInstance,
  Incident,
  InstanceView,
  Job,
  ProcessInstance,
  Some,
  Subscription,
  Variable,
  VariableChange,
} from '../../contract/processes.ts'
import type { ConsoleOptions } from '../options.ts'
import { type Found, searchHistory } from './history.ts'

const SHOWN = 1000
/** The whole view is sent again when it has changed: a long value is loaded when somebody opens it. */
const VALUE_SHOWN = 300
const CALLERS_AT_MOST = 50
const CHANGES_SHOWN = 100

/** Everything about one process instance. @throws Refusal NOT_FOUND */
export async function viewInstance(options: ConsoleOptions, key: string): Promise<InstanceView> {
  const of = async <T>(resource: string, sort: string, filter: object = { processInstanceKey: key }) =>
    searchHistory<T>(options, `${resource}/search`, { filter, sort: [{ field: sort }], page: { limit: SHOWN } })
  const found = await of<ProcessInstance>('process-instances', 'processInstanceKey')
  const [instance] = found.items
  if (instance === undefined) throw new Refusal('NOT_FOUND', `There is no process instance ${key}, or it is forgotten`)
  const [callers, called, elements, flows, variables, incidents, jobs, subscriptions] = await Promise.all([
    callersOf(options, instance),
    of<ProcessInstance>('process-instances', 'processInstanceKey', { parentProcessInstanceKey: key }),
    of<ElementInstance>('element-instances', 'elementInstanceKey'),
    of<{ elementId: string }>('sequence-flows', 'sequenceFlowKey'),
    of<Variable>('variables', 'name'),
    of<Incident>('incidents', 'incidentKey'),
    of<Job>('jobs', 'jobKey'),
    of<Subscription>('message-subscriptions', 'messageSubscriptionKey'),
  ])
  return {
    instance,
    callers,
    called: some(called),
    elements: some(elements),
    flows: [...new Set(flows.items.map(({ elementId }) => elementId))],
    variables: { items: variables.items.map(shortened), total: variables.total },
    incidents: some(incidents),
    jobs: some(jobs),
    subscriptions: some(subscriptions),
    behind: Math.max(found.behind, elements.behind),
  }
}

const some = <T>({ items, total }: Found<T>): Some<T> => ({ items, total })

const shortened = (variable: Variable): Variable =>
  variable.value.length <= VALUE_SHOWN
    ? variable
    : { ...variable, value: variable.value.slice(0, VALUE_SHOWN), isTruncated: true }

/** Who called it, the outermost first. */
async function callersOf(options: ConsoleOptions, instance: ProcessInstance): Promise<ProcessInstance[]> {
  const callers: ProcessInstance[] = []
  for (let { parentProcessInstanceKey: key } = instance; key !== null && callers.length < CALLERS_AT_MOST;) {
    const body = { filter: { processInstanceKey: key }, page: { limit: 1 } }
    const [caller] = (await searchHistory<ProcessInstance>(options, 'process-instances/search', body)).items
    if (caller === undefined) break
    callers.unshift(caller)
    key = caller.parentProcessInstanceKey
  }
  return callers
}

/** The last values of a variable, the newest first. */
export async function changesOf(options: ConsoleOptions, variableKey: string): Promise<Some<VariableChange>> {
  const sort = [{ field: 'changeDate', order: 'DESC' }]
  const body = { filter: { variableKey }, sort, page: { limit: CHANGES_SHOWN } }
  return some(await searchHistory<VariableChange>(options, 'variable-changes/search', body))
}
