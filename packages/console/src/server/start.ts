import { type Environment, Refusal, type RunningService, type ServicePorts } from '@millrace/kernel'
import fastify from 'fastify'
import { z } from 'zod'
import { consolePlugin } from './plugin.ts'
import { newConsoleToken } from './security/token.ts'

const environmentSchema = z.object({
  KAFKA_BROKERS: z.string().min(1, 'host:port of at least one broker'),
  MILLRACE_CONSOLE: z.coerce.number().int().min(0).max(65_535).default(8080),
  MILLRACE_CONSOLE_TOKEN: z.string().min(32, 'a token has at least 32 characters').optional(),
  ZEEBE_ADDRESS: z.string().optional(),
  ZEEBE_REST_ADDRESS: z.url({ protocol: /^http$/, error: 'http://host:port of the /v2 search' }).optional(),
})

/**
 * The console alone, in front of any Kafka: `KAFKA_BROKERS`, `MILLRACE_CONSOLE` (port), `MILLRACE_CONSOLE_TOKEN`; and of
 * any Zeebe: `ZEEBE_ADDRESS` with what else its clients need, `ZEEBE_REST_ADDRESS` for the search.
 * `urls.console` carries the token: who opens it may do everything.
 * @throws Refusal INVALID_CONFIGURATION that names each wrong variable
 */
export async function startConsole(environment: Environment, ports: ServicePorts): Promise<RunningService> {
  const parsed = environmentSchema.safeParse(environment)
  if (!parsed.success)
    throw new Refusal(
      'INVALID_CONFIGURATION',
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
    )
  const { KAFKA_BROKERS, MILLRACE_CONSOLE, MILLRACE_CONSOLE_TOKEN, ZEEBE_ADDRESS, ZEEBE_REST_ADDRESS } = parsed.data
  const search = ZEEBE_REST_ADDRESS?.replace(/\/$/, '')
  const token = MILLRACE_CONSOLE_TOKEN ?? newConsoleToken(ports.random)
  const server = fastify()
  await server.register(consolePlugin, {
    kafka: { bootstrapBrokers: KAFKA_BROKERS.split(',').map((broker) => broker.trim()) },
    token,
    clocks: ports.clocks,
    log: ports.log,
    processes: () => (ZEEBE_ADDRESS === undefined ? undefined : { gateway: environment, ...(search && { search }) }),
  })
  const url = await server.listen({ host: '127.0.0.1', port: MILLRACE_CONSOLE })
  return { urls: { console: `${url}/#token=${token}` }, stop: () => server.close() }
}
