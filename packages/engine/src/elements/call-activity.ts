import type { Binding } from '@millrace/bpmn'
import { activated } from '../behaviours/events.ts'
import { evaluateText } from '../behaviours/expressions.ts'
import { applyInputs } from '../behaviours/mappings.ts'
import { visible } from '../behaviours/scopes.ts'
import { startProcess } from '../behaviours/starts.ts'
import { Stuck } from '../behaviours/stuck.ts'
import { subscribe } from '../behaviours/subscriptions.ts'
import type { Run } from '../runtime/run.ts'
import { byProcess } from '../state/names.ts'
import type { Behaviour } from './behaviour.ts'

/** Processes that call one another may nest this deep (Zeebe's limit); then it is an incident. */
const DEPTH_AT_MOST = 1000

/** Call activity: starts another process and waits until it has ended. */
export const callActivity: Behaviour<'callActivity'> = {
  enter: (run) => {
    const { step, instance, element } = run
    applyInputs(run)
    const processId = evaluateText(step, element.called.processId, instance.key)
    const definitionKey = calledDefinition(run, processId, element.called.binding)
    refuseTooDeep(run)
    subscribe(run)
    activated(run)
    const all = element.called.propagateAllParentVariables
    const variables = all ? visible(step.state, instance.key) : step.state.variables.local(instance.key)
    startProcess(step, { definitionKey, variables, parentElementInstanceKey: instance.key })
  },
}

function calledDefinition({ step, definition }: Run, processId: string, binding: Binding): number {
  const { tenantId, deploymentKey } = definition
  const versions = step.state.definitions.list('process', byProcess(tenantId, processId)).map(([, found]) => found)
  const newestFirst = versions.toSorted((a, b) => b.version - a.version)
  const found = newestFirst.find((candidate) => {
    if (binding.kind === 'latest') return true
    if (binding.kind === 'versionTag') return candidate.versionTag === binding.versionTag
    return candidate.deploymentKey === deploymentKey
  })
  if (found === undefined) throw new Stuck('CALLED_ELEMENT_ERROR', notFound(processId, binding))
  if (step.state.definition(found.key)?.graph.elements[0].noneStart === undefined) {
    throw new Stuck(
      'CALLED_ELEMENT_ERROR',
      `Expected process with BPMN process id '${processId}' to have a none start event, but not found.`,
    )
  }
  return found.key
}

function notFound(processId: string, binding: Binding): string {
  const tagged = binding.kind === 'versionTag' ? ` and version tag '${binding.versionTag}'` : ''
  return `Expected process with BPMN process id '${processId}'${tagged} to be deployed, but not found.`
}

function refuseTooDeep({ step, instance }: Run): void {
  let depth = 0
  for (let key = instance.processInstanceKey; key !== -1; depth++) {
    const parent = step.state.instances.get(key)?.parentElementInstanceKey ?? -1
    key = step.state.instances.get(parent)?.processInstanceKey ?? -1
    if (depth < DEPTH_AT_MOST) continue
    throw new Stuck(
      'CALLED_ELEMENT_ERROR',
      `The call activity has reached the maximum depth of ${DEPTH_AT_MOST}. This is likely due to a recursive call.`,
    )
  }
}
