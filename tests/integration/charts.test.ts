import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '@millrace/testkit'
import { describe, expect, it } from 'vitest'
import { type Resource, faultsOf, resources } from './manifests/api-schemas.ts'

const charts = join(repositoryRoot, 'deploy/helm')
const there = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0

const render = (chart: string, ...args: string[]): readonly Resource[] =>
  resources(execFileSync('helm', ['template', 'sale', join(charts, chart), ...args], { encoding: 'utf8' }))

const variables = (rendered: readonly Resource[]): Readonly<Record<string, unknown>> => {
  const { spec } = rendered.find(({ kind }) => kind === 'Deployment') as Resource
  const { template } = spec as { template: { spec: { containers: { env: { name: string; value?: string }[] }[] } } }
  return Object.fromEntries(template.spec.containers.flatMap(({ env }) => env.map((each) => [each.name, each.value])))
}

describe.skipIf(!there('helm', 'version'))('the charts (skipped without helm on the PATH)', () => {
  it.each(readdirSync(charts))('renders to what the API takes: %s', (chart) => {
    expect(spawnSync('helm', ['lint', '--strict', join(charts, chart)], { encoding: 'utf8' })).toMatchObject({
      status: 0,
    })
    const rendered = render(chart)
    expect(rendered.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Deployment', 'Service']))
    for (const resource of rendered) expect(faultsOf(resource)).toBeUndefined()
    expect(rendered.find(({ kind }) => kind === 'Service')?.metadata.name).toBe(chart)
  })

  it("takes the seed's values, one by one", () => {
    const set = {
      ZEEBE_CLIENT_BROKER_CONTACTPOINT: 'abc.zeebe.example:443',
      ZEEBE_CLIENT_ID: 'id',
      ZEEBE_CLIENT_SECRET: 'secret',
      ZEEBE_AUTHORIZATION_SERVER_URL: 'https://login.example/oauth/token',
      ZEEBE_CLIENT_SECURITY_PLAINTEXT: 'false',
    }
    const flags = Object.entries(set).flatMap(([name, value]) => ['--set', `env.${name}=${value}`])
    expect(variables(render('zeebe-cloud-events-router', ...flags))).toMatchObject(set)
  })

  it('takes a secret by reference, and then no value of it', () => {
    const flags = ['secrets.ZEEBE_CLIENT_SECRET.name=zeebe', 'secrets.ZEEBE_CLIENT_SECRET.key=secret']
    const rendered = render(
      'zeebe-cloud-events-router',
      '--set',
      flags.join(','),
      '--set',
      'env.ZEEBE_CLIENT_SECRET=no',
    )
    expect(variables(rendered)).toMatchObject({ ZEEBE_CLIENT_SECRET: undefined })
    expect(JSON.stringify(rendered)).toContain('{"name":"zeebe","key":"secret"}')
  })

  it.each([
    ['tickets-service', 'replicas=2', 'replicas'],
    ['tickets-service', 'port=99999', 'port'],
    ['tickets-service', 'env.K_SINK=broker', 'K_SINK'],
    ['zeebe-cloud-events-router', 'env.ZEEBE_CLIENT_SECURITY_PLAINTEXT=perhaps', 'ZEEBE_CLIENT_SECURITY_PLAINTEXT'],
    ['queue-service', 'volume.size=much', 'size'],
    ['queue-service', 'replica=1', 'replica'],
  ])('refuses a value that makes no sense by its name: %s %s', (chart, value, name) => {
    const { status, stderr } = spawnSync('helm', ['template', 'sale', join(charts, chart), '--set', value], {
      encoding: 'utf8',
    })
    expect(status).not.toBe(0)
    expect(stderr).toContain(name)
  })
})

describe.skipIf(!there('kustomize', 'version'))('the overlays (skipped without kustomize on the PATH)', () => {
  it.each(['kubernetes/overlays/embedded', 'kubernetes/overlays/cluster', 'knative'])('builds %s', (folder) => {
    const built = execFileSync('kustomize', ['build', join(repositoryRoot, 'deploy', folder)], { encoding: 'utf8' })
    const found = resources(built)
    expect(found.length).toBeGreaterThan(5)
    for (const resource of found) expect(faultsOf(resource)).toBeUndefined()
    const names = found.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''} ${metadata.name}`)
    expect(new Set(names).size).toBe(names.length)
  })
})
