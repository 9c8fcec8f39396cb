import { stringify } from 'yaml'
import { type Connection, type System, type Workload, systems } from './systems.ts'
import { IMAGE, type Manifest } from './workload.ts'

/** A Helm chart for one service of the sale, under the seed's name. */
interface Chart {
  readonly name: string
  readonly system: string
  readonly service: string
  readonly description: string
  /** Variables of the chart's own, as the seed's commands set them; empty is not set. */
  readonly env?: Readonly<Record<string, string>>
}

const ZEEBE_ENV = {
  ZEEBE_CLIENT_BROKER_CONTACTPOINT: 'zeebe-gateway:26500',
  ZEEBE_CLIENT_ID: '',
  ZEEBE_CLIENT_SECRET: '',
  ZEEBE_AUTHORIZATION_SERVER_URL: '',
  ZEEBE_CLIENT_SECURITY_PLAINTEXT: 'true',
}

const charts: readonly Chart[] = [
  {
    name: 'queue-service',
    system: 'tickets',
    service: 'queue',
    description: 'The waiting room: who is let in, and when',
  },
  { name: 'tickets-service', system: 'tickets', service: 'tickets', description: 'Reservations, holds and tickets' },
  { name: 'payments-service', system: 'tickets', service: 'payments', description: 'Payments of reservations' },
  { name: 'customer-waiting-room-app', system: 'tickets', service: 'web', description: "The sale's pages" },
  {
    name: 'zeebe-cloud-events-router',
    system: 'router',
    service: 'router',
    description: 'Routes CloudEvents into processes, and jobs out as CloudEvents',
    env: ZEEBE_ENV,
  },
]

/** Path from the root of the repository -> text. `files/templates` are the same in every chart. */
export function renderCharts(template: (name: string) => string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const chart of charts) {
    const folder = `deploy/helm/${chart.name}`
    const [system, workload] = find(chart)
    files.set(`${folder}/Chart.yaml`, yaml(chartFile(chart)))
    files.set(`${folder}/values.yaml`, yaml(values(chart, system, workload)))
    files.set(`${folder}/values.schema.json`, `${JSON.stringify(schema(chart, system, workload), null, 2)}\n`)
    for (const name of ['deployment.yaml', 'service.yaml', 'disruption-budget.yaml', 'volume.yaml', 'NOTES.txt']) {
      files.set(`${folder}/templates/${name}`, template(name))
    }
  }
  return files
}

function find({ system: systemName, service }: Chart): readonly [System, Workload] {
  const system = systems.find(({ name }) => name === systemName)
  const workload = system?.workloads.find((each) => each.service === service)
  if (system === undefined || workload === undefined) throw new Error(`there is no service ${service} in ${systemName}`)
  return [system, workload]
}

const yaml = (content: Manifest): string => stringify(content, { lineWidth: 0, singleQuote: true })

const chartFile = ({ name, description }: Chart): Manifest => ({
  apiVersion: 'v2',
  name,
  description,
  type: 'application',
  version: '0.1.0',
  appVersion: '0.1.0',
})

const nameOf = (connection: Connection | `${Connection}?`): string => connection.replace('?', '')

/** Every variable by its name, so that `--set env.ZEEBE_CLIENT_ID=…` works as the seed has it. */
function variables({ env = {} }: Chart, system: System, workload: Workload): Record<string, string> {
  // The chart of the router names Zeebe in the original's words.
  const connections = system.connections
    .map(nameOf)
    .filter((name) => !(name === 'ZEEBE_ADDRESS' && 'ZEEBE_CLIENT_ID' in env))
  const known: Record<string, string> = {
    K_SINK: 'http://broker-ingress.knative-eventing.svc.cluster.local/default/default',
  }
  return {
    ...system.env,
    ...workload.env,
    ...Object.fromEntries(connections.map((name) => [name, known[name] ?? ''])),
    ...env,
  }
}

const values = (chart: Chart, system: System, workload: Workload): Manifest => ({
  image: { repository: IMAGE.split(':')[0], tag: IMAGE.split(':')[1], pullPolicy: 'IfNotPresent' },
  system: system.name,
  service: workload.service,
  replicas: 1,
  port: workload.port,
  servicePort: workload.servicePort ?? workload.port,
  volume: { enabled: workload.volume === true, size: '1Gi' },
  resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '384Mi' } },
  env: variables(chart, system, workload),
  /** Names of variables -> the Secret and its key. */
  secrets: {},
})

const text = { type: 'string' } as const
const port = { type: 'integer', minimum: 1, maximum: 65_535 } as const
const object = (properties: Readonly<Record<string, unknown>>, required: readonly string[]): Manifest => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
})

/** What Helm checks before it renders: a value that makes no sense fails with its name. */
function schema(chart: Chart, system: System, workload: Workload): Manifest {
  const quantities = { type: 'object', additionalProperties: { type: ['string', 'integer'] } }
  const properties = {
    image: object({ repository: { ...text, minLength: 1 }, tag: { ...text, minLength: 1 }, pullPolicy: pullPolicy }, [
      'repository',
      'tag',
    ]),
    system: { const: system.name },
    service: { const: workload.service },
    // Two processes on one ledger would both write to it.
    replicas: { type: 'integer', minimum: 0, maximum: workload.volume === true ? 1 : 20 },
    port,
    servicePort: port,
    volume: object({ enabled: { type: 'boolean' }, size: { ...text, pattern: '^[0-9]+(Mi|Gi|Ti)$' } }, [
      'enabled',
      'size',
    ]),
    resources: object({ requests: quantities, limits: quantities }, []),
    env: {
      type: 'object',
      properties: Object.fromEntries(
        Object.keys(variables(chart, system, workload)).map((name) => [name, shapeOf(name)]),
      ),
      propertyNames: { pattern: '^[A-Z][A-Z0-9_]*$' },
      additionalProperties: { type: ['string', 'integer', 'boolean'] },
    },
    secrets: {
      type: 'object',
      propertyNames: { pattern: '^[A-Z][A-Z0-9_]*$' },
      additionalProperties: object({ name: { ...text, minLength: 1 }, key: { ...text, minLength: 1 } }, [
        'name',
        'key',
      ]),
    },
    global: { type: 'object' },
  }
  const required = Object.keys(properties).filter((name) => name !== 'global')
  return { $schema: 'http://json-schema.org/draft-07/schema#', ...object(properties, required) }
}

const pullPolicy = { enum: ['Always', 'IfNotPresent', 'Never'] }

function shapeOf(name: string): Manifest {
  if (name.endsWith('PLAINTEXT')) return { type: ['string', 'boolean'], pattern: '^(true|false)$' }
  if (name.endsWith('CONTACTPOINT')) return { ...text, pattern: '^[^\\s:/]+:[0-9]{1,5}$' }
  if (name.endsWith('_URL') || name === 'K_SINK') return { ...text, pattern: '^(https?://\\S+)?$' }
  return text
}
