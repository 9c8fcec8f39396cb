import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { renderManifests } from '../../scripts/manifests/render.ts'
import { systems } from '../../scripts/manifests/systems.ts'
import { type Resource, faultsOf, resources } from './manifests/api-schemas.ts'

const deploy = join(repositoryRoot, 'deploy')
const files = readdirSync(deploy, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^(kubernetes|knative)\/.*\.yaml$/u.test(file) && !file.endsWith('kustomization.yaml'))
  .toSorted()

const read = (file: string): readonly Resource[] => resources(readFileSync(join(deploy, file), 'utf8'))

/** Everything below an object, itself included. */
function* within(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield value as Readonly<Record<string, unknown>>
  for (const inner of Object.values(value)) yield* within(inner)
}

it('holds what the systems say of themselves: run `node scripts/manifests.ts` after a change', () => {
  for (const [file, text] of renderManifests())
    expect(readFileSync(join(repositoryRoot, file), 'utf8'), file).toBe(text)
})

it.each(files)("is valid by the API's own schemas: %s", (file) => {
  for (const resource of read(file)) expect(faultsOf(resource)).toBeUndefined()
})

it('refuses what the schemas refuse: the check can fail', () => {
  const spec = { replicas: 'two', selector: {}, template: {} }
  expect(faultsOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec })).toMatch(/replicas/u)
})

it.each(systems)('names every service of $name, with the port that it has', async (system) => {
  const { loadApp } = await import('../../packages/server/src/apps/registry.ts')
  const { services } = await loadApp(system.name)
  const singles = Object.keys(services).filter((name) => !/-\d$/u.test(name))
  expect(system.workloads.map(({ service }) => service).toSorted()).toEqual(singles.toSorted())
})

it.each(['embedded', 'cluster'])('tells each container where to connect to: overlay %s', (overlay) => {
  const [connections] = read(`kubernetes/overlays/${overlay}/connections.yaml`)
  const wanted = files
    .filter((file) => file.startsWith('kubernetes/base') && !file.includes('platform'))
    .filter((file) => overlay === 'cluster' || !file.includes('kafka/'))
    .flatMap(read)
    .flatMap((resource) => [...within(resource)])
    .map((object) => object['configMapKeyRef'] as { readonly key: string; readonly optional?: boolean } | undefined)
    .filter((reference) => reference !== undefined && reference.optional !== true)
  expect(wanted.length).toBeGreaterThan(10)
  for (const reference of wanted) expect(Object.keys(connections?.data ?? {})).toContain(reference?.key)
})

it.each(['embedded', 'engines'])('publishes each port of the machine once, on loopback: compose/%s', (file) => {
  const [compose] = read(`compose/${file}.yaml`) as unknown as { services: Record<string, { ports?: string[] }> }[]
  const ports = Object.values(compose?.services ?? {}).flatMap((service) => service.ports ?? [])
  expect(ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true)
  const onMachine = ports.map((port) => port.split(':')[1])
  expect(new Set(onMachine).size).toBe(onMachine.length)
})

it('lets triggers send to Services that are there', () => {
  const known = files.flatMap(read).filter(({ kind }) => kind === 'Service')
  const uris = files
    .flatMap(read)
    .filter(({ kind }) => kind === 'Trigger')
    .map(({ spec }) => (spec as { subscriber: { uri: string } }).subscriber.uri)
  expect(uris.length).toBeGreaterThan(5)
  for (const uri of uris) {
    const name = new URL(uri).hostname.replace('.default.svc.cluster.local', '')
    expect(
      known.map(({ metadata }) => metadata.name),
      uri,
    ).toContain(name)
  }
})

it('runs no container as root, none with a root file system to write to, none without limits', () => {
  const containers = files
    .filter((file) => !file.includes('base/kafka'))
    .flatMap(read)
    .flatMap((resource) => [...within(resource)])
    .flatMap((object) => (Array.isArray(object['containers']) ? [[object, object['containers'][0]] as const] : []))
  expect(containers.length).toBeGreaterThan(20)
  for (const [pod, container] of containers) {
    const merged = { ...(pod['securityContext'] as object), ...(container.securityContext as object) }
    expect(merged).toMatchObject({ runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false })
    expect(container.resources.limits.memory).toBeDefined()
  }
})
