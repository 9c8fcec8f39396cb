import type { Environment } from '@millrace/kernel'
import type { AppManifest, ServicePlan } from './messages.ts'
import { join } from 'node:path'

export interface PlanInput {
  readonly apps: readonly AppManifest[]
  readonly environment: Environment
  readonly kafka: string
  readonly zeebe: string
  readonly clockUrl: string
  readonly host: string
  readonly data: string
  /** The port that a service is to have, given the one that it would take. */
  readonly choosePort: (preferred: number) => Promise<number>
}

/**
 * What each service of the systems is told: its port, where Kafka and the clock are, its own directory, and where the
 * other services of its system will be. `STORE_PRODUCTS_PORT` sets the port of one service.
 */
export async function planServices(input: PlanInput): Promise<readonly ServicePlan[]> {
  const plans: ServicePlan[] = []
  const chosen: (readonly [AppManifest, Map<string, number>])[] = []
  for (const app of input.apps) chosen.push([app, await choosePorts(app, input)])
  const shared = routerOf(chosen, input)
  for (const [app, ports] of chosen) {
    const urls = Object.fromEntries(
      [...ports].map(([service, port]) => [
        app.urlVariables[service] ?? `${variable(service)}_URL`,
        `http://${input.host}:${port}`,
      ]),
    )
    for (const [service, port] of ports) {
      const told = { ...shared, ...urls }
      plans.push({ app: app.name, service, environment: serviceEnvironment(input, app.name, service, port, told) })
    }
  }
  return plans
}

/** Every system may send events to processes: it is told where the router is, when there is one. */
function routerOf(chosen: readonly (readonly [AppManifest, Map<string, number>])[], { host }: PlanInput): Environment {
  const port = chosen.find(([app]) => app.name === 'router')?.[1].get('router')
  return port === undefined ? {} : { ROUTER_URL: `http://${host}:${port}` }
}

async function choosePorts(app: AppManifest, input: PlanInput): Promise<Map<string, number>> {
  const ports = new Map<string, number>()
  for (const [service, port] of Object.entries(app.ports)) {
    const told = input.environment[`${variable(app.name)}_${variable(service)}_PORT`]
    ports.set(service, await input.choosePort(told === undefined ? port : Number(told)))
  }
  return ports
}

function serviceEnvironment(
  input: PlanInput,
  app: string,
  service: string,
  port: number,
  urls: Environment,
): Environment {
  return {
    ...input.environment,
    ...urls,
    KAFKA_BROKERS: input.environment['KAFKA_BROKERS'] ?? input.kafka,
    ...zeebeOf(input),
    MILLRACE_CLOCK_URL: input.clockUrl,
    HOST: input.host,
    PORT: String(port),
    DATA_DIR: join(input.data, 'apps', app, service),
  }
}

/** Another engine has its search elsewhere, or none: only the own one's is told without being asked. */
const zeebeOf = ({ environment, zeebe, clockUrl }: PlanInput): Environment =>
  environment['ZEEBE_ADDRESS'] === undefined ? { ZEEBE_REST_ADDRESS: clockUrl, ZEEBE_ADDRESS: zeebe } : {}

const variable = (name: string): string => name.replaceAll('-', '_').toUpperCase()
