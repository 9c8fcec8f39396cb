import { type CompiledResource, type ExecutableProcess, compileResource } from '@millrace/bpmn'
import { closeStarts, openStarts, planStarts } from '../behaviours/start-subscriptions.ts'
import { Stuck } from '../behaviours/stuck.ts'
import type { Step } from '../runtime/step.ts'
import { byProcess } from '../state/names.ts'
import { type Command, reject } from './command.ts'

export interface Deploy {
  readonly resources: readonly { readonly name: string; readonly content: Uint8Array }[]
  readonly tenantId: string
}

export interface DeployedProcess {
  readonly bpmnProcessId: string
  readonly version: number
  readonly processDefinitionKey: number
  readonly resourceName: string
  readonly tenantId: string
}

export interface Deployed {
  readonly key: number
  readonly processes: readonly DeployedProcess[]
  readonly tenantId: string
}

type Starts = ReturnType<typeof planStarts>

interface Planned {
  readonly compiled: CompiledResource
  readonly content: Uint8Array
  readonly starts: readonly Starts[]
}

/** Makes processes known, each as a new version; the same file again changes nothing. All of it or nothing. */
export const deploy: Command<Deploy, Deployed> = (step, { resources, tenantId }) => {
  if (resources.length === 0) {
    throw reject('INVALID_ARGUMENT', 'Expected to deploy at least one resource, but none given')
  }
  const planned = planAll(step, resources)
  const key = step.newKey()
  const processes = planned.flatMap((each) => deployResource(step, each, key, tenantId))
  step.emit('DEPLOYMENT', 'CREATED', key, {
    resourceNames: resources.map(({ name }) => name),
    processDefinitionKeys: processes.map(({ processDefinitionKey }) => processDefinitionKey),
    tenantId,
  })
  return { key, processes, tenantId }
}

/** Every fault of every resource in one answer. */
function planAll(step: Step, resources: Deploy['resources']): readonly Planned[] {
  const faults: string[] = []
  const planned: Planned[] = []
  const owners = new Map<string, string>()
  for (const { name, content } of resources) {
    const found = planResource(step, name, content)
    if (typeof found === 'string') {
      faults.push(found)
      continue
    }
    planned.push(found)
    for (const { id } of found.compiled.processes) {
      const owner = owners.get(id)
      if (owner !== undefined) faults.push(`Duplicated process id in resources '${owner}' and '${name}'`)
      owners.set(id, name)
    }
  }
  if (faults.length === 0) return planned
  const text = `Expected to deploy new resources, but encountered the following errors:\n${faults.join('\n')}`
  throw reject('INVALID_ARGUMENT', text)
}

function planResource(step: Step, name: string, content: Uint8Array): Planned | string {
  if (!/\.(bpmn|bpmn20\.xml|xml)$/i.test(name)) return `\n'${name}': unknown resource type`
  const compiled = compileResource(content, name)
  if (compiled.kind !== 'compiled') return compiled.text
  try {
    return { compiled, content, starts: compiled.processes.map((process) => planStarts(step, process)) }
  } catch (thrown) {
    if (thrown instanceof Stuck) return `'${name}': ${thrown.message}`
    throw thrown
  }
}

function deployResource(step: Step, planned: Planned, deploymentKey: number, tenantId: string): DeployedProcess[] {
  const { compiled, content } = planned
  const known = compiled.processes.map((process) => sameAsLatest(step, process, compiled, tenantId))
  if (known.every((found) => found !== undefined)) return known
  const resourceKey = step.newKey()
  const { resourceName: name, checksum } = compiled
  step.emit('RESOURCE', 'CREATED', resourceKey, { name, checksum, content, deploymentKey })
  return compiled.processes.map((process, place) => {
    const version = (step.state.versions.get(byProcess(tenantId, process.id)) ?? 0) + 1
    const before = step.state.latest(tenantId, process.id)
    const processDefinitionKey = step.newKey()
    const created = {
      bpmnProcessId: process.id,
      version,
      versionTag: process.versionTag ?? '',
      resourceName: name,
      resourceKey,
      checksum,
      place,
      deploymentKey,
      tenantId,
    }
    step.emit('PROCESS', 'CREATED', processDefinitionKey, created)
    if (before !== undefined) closeStarts(step, before.key)
    openStarts(step, { processDefinitionKey, bpmnProcessId: process.id, tenantId }, planned.starts[place] ?? [])
    return { bpmnProcessId: process.id, version, processDefinitionKey, resourceName: name, tenantId }
  })
}

function sameAsLatest(
  step: Step,
  process: ExecutableProcess,
  { checksum, resourceName }: CompiledResource,
  tenantId: string,
): DeployedProcess | undefined {
  const latest = step.state.latest(tenantId, process.id)
  if (latest?.checksum !== checksum || latest.resourceName !== resourceName) return undefined
  const { bpmnProcessId, version, key: processDefinitionKey } = latest
  return { bpmnProcessId, version, processDefinitionKey, resourceName, tenantId }
}
