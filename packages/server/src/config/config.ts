import { type Environment, Refusal } from '@millrace/kernel'
import * as z from 'zod'
import { isLoopback } from './loopback.ts'
import { type SettingName, settings, variableOf } from './settings.ts'

/** What the platform is started with. Flags win over variables, variables over defaults. */
export interface Config {
  /** Directory of everything durable; made when it is not there. */
  readonly data: string
  /** Address that every listener binds to. */
  readonly host: string
  /** Port of the console, health, metrics and clock; 0 takes a free one. */
  readonly console: number
  /** Port of the Kafka protocol; 0 takes a free one. */
  readonly kafka: number
  /** Port of the Zeebe gateway; 0 takes a free one. */
  readonly zeebe: number
  /** Port of the SQL Gateway; 0 takes a free one. */
  readonly sql: number
  /** Threads that SQL jobs share. */
  readonly sqlWorkers: number
  /** KiB of events of processes between two checkpoints. */
  readonly processCheckpoint: number
  /** Days for which finished process instances can be searched; 0 is without end. */
  readonly historyDays: number
  /** Port of CloudEvents; 0 takes a free one. */
  readonly events: number
  /** Directory of Brokers and Triggers. */
  readonly triggers: string | undefined
  /** Private networks that subscribers may be in, as `10.1.0.0/16`. */
  readonly eventsAllow: readonly string[]
  /** Port of the mail inbox; 0 takes a free one, and so does a port that is taken. */
  readonly smtp: number
  /** `host:port` that Kafka clients are told to use; by default the address that they connected to. */
  readonly advertise: string | undefined
  readonly apps: readonly string[]
  readonly appPorts: 'fixed' | 'free'
  readonly clock: 'system' | 'virtual'
  /** Whether everybody has to say who he is. */
  readonly auth: boolean
  /** Files of the certificate and its key: both, or listeners go without TLS. */
  readonly tlsCert: string | undefined
  readonly tlsKey: string | undefined
  readonly insecure: boolean
  readonly acceptReplicationFactor: boolean
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

const port = z.coerce.number('is 0 to 65535').int('is 0 to 65535').min(0, 'is 0 to 65535').max(65_535, 'is 0 to 65535')
const flag = z.union([z.boolean(), z.stringbool()])

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
)

const schema = z.object({
  data: z.string().min(1, 'is a directory'),
  host: z.string().min(1),
  console: port,
  kafka: port,
  zeebe: port,
  sql: port,
  processCheckpoint: z.coerce
    .number('is 16 to 1048576')
    .int('is 16 to 1048576')
    .min(16, 'is 16 to 1048576')
    .max(1_048_576, 'is 16 to 1048576'),
  historyDays: z.coerce
    .number('is 0 to 36500')
    .int('is 0 to 36500')
    .min(0, 'is 0 to 36500')
    .max(36_500, 'is 0 to 36500'),
  sqlWorkers: z.coerce.number('is 1 to 64').int('is 1 to 64').min(1, 'is 1 to 64').max(64, 'is 1 to 64'),
  events: port,
  triggers: z.string().min(1, 'is a directory').optional(),
  eventsAllow: list,
  smtp: port,
  advertise: z
    .string()
    .regex(/^[^\s:/]+:\d{1,5}$/, 'is host:port')
    .optional(),
  apps: list,
  appPorts: z.enum(['fixed', 'free'], 'is fixed or free'),
  clock: z.enum(['system', 'virtual'], 'is system or virtual'),
  auth: flag,
  tlsCert: z.string().min(1, 'is a file').optional(),
  tlsKey: z.string().min(1, 'is a file').optional(),
  insecure: flag,
  acceptReplicationFactor: flag,
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'is debug, info, warn, error or silent'),
})

/**
 * @throws Refusal INVALID_CONFIGURATION that names each wrong setting, its flag and its variable; or that says why
 *   an address beyond loopback is refused.
 */
export function readConfig(flags: Partial<Record<SettingName, unknown>>, environment: Environment): Config {
  const given = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [
      name,
      flags[name as SettingName] ??
        environment[variableOf(name as SettingName)] ??
        ('default' in setting ? setting.default : undefined),
    ]),
  )
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new Refusal('INVALID_CONFIGURATION', describe(parsed.error, given))
  const { advertise, triggers, tlsCert, tlsKey } = parsed.data
  return secured({ ...parsed.data, advertise, triggers, tlsCert, tlsKey })
}

function describe(error: z.ZodError, given: Record<string, unknown>): string {
  return error.issues
    .map((issue) => {
      const name = String(issue.path[0]) as SettingName
      return `--${settings[name].flag} (${variableOf(name)}) ${issue.message}, not ${JSON.stringify(given[name])}`
    })
    .join('; ')
}

/** Beyond loopback everybody has to say who he is, over TLS; anything less must be somebody's explicit wish. */
function secured<T extends Pick<Config, 'host' | 'auth' | 'insecure' | 'tlsCert' | 'tlsKey'>>(config: T): T {
  const { host, insecure, tlsCert, tlsKey } = config
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new Refusal('INVALID_CONFIGURATION', '--tls-cert and --tls-key are given together, or neither is')
  }
  if (isLoopback(host) || insecure) return config
  if (tlsCert !== undefined) return { ...config, auth: true }
  throw new Refusal(
    'INVALID_CONFIGURATION',
    `--host ${host} would let anybody on the network read and write, and listen in: give a certificate ` +
      '(--tls-cert and --tls-key; keys are then asked for, too), stay on 127.0.0.1, or say --insecure if the network itself is trusted',
  )
}
