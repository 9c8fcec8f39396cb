import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { renderCharts } from './chart.ts'
import { composeOfEngines } from './compose.ts'
import { knativeServices } from './knative.ts'
import { topicsJob } from './topics-job.ts'
import { type System, systems } from './systems.ts'
import { type Manifest, workloadManifests } from './workload.ts'

const HEADER = '# Made by `node scripts/manifests.ts` of scripts/manifests/systems.ts: change it there.\n'
const BASE = 'deploy/kubernetes/base'
const KNATIVE = 'deploy/knative'
const TRIGGERS = join(import.meta.dirname, '../../apps/tickets/triggers')

/** The generated files: path from the root of the repository -> text. */
export function renderManifests(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const system of systems) {
    const parts = partsOf(system)
    for (const [file, manifests] of parts) files.set(`${BASE}/${system.name}/${file}`, documents(manifests))
    files.set(`${BASE}/${system.name}/kustomization.yaml`, documents([kustomization(parts.map(([file]) => file))]))
  }
  for (const [file, text] of renderCharts(template)) files.set(file, text)
  files.set('deploy/compose/engines.yaml', documents([composeOfEngines()]))
  files.set(`${KNATIVE}/services.yaml`, documents(knativeServices()))
  for (const file of readdirSync(TRIGGERS).filter((name) => name.endsWith('.yaml'))) {
    // The very files that Millrace reads.
    files.set(`${KNATIVE}/triggers-${file}`, readFileSync(join(TRIGGERS, file), 'utf8'))
  }
  return files
}

const template = (name: string): string => readFileSync(join(import.meta.dirname, 'templates', name), 'utf8')

function partsOf(system: System): (readonly [file: string, manifests: readonly Manifest[]])[] {
  const parts = system.workloads.map(
    (workload) => [`${workload.name ?? workload.service}.yaml`, workloadManifests(system, workload)] as const,
  )
  return system.topics === undefined ? parts : [...parts, ['topics.yaml', [topicsJob(system, system.topics)]] as const]
}

const kustomization = (resources: readonly string[]): Manifest => ({
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  resources,
})

function documents(manifests: readonly Manifest[]): string {
  return (
    HEADER +
    manifests
      .map((manifest) => stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false, singleQuote: true }))
      .join('---\n')
  )
}
