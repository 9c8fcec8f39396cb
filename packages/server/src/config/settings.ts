interface Setting {
  readonly flag: string
  /** What stands after the flag in the help; a switch has none. */
  readonly value?: string
  readonly default?: string | number | boolean
  readonly help: string
}

/** The one list of what can be set: flags, variables and help are derived from it. */
export const settings = {
  data: { flag: 'data', value: '<dir>', default: './.millrace', help: 'directory of everything durable' },
  host: { flag: 'host', value: '<address>', default: '127.0.0.1', help: 'address to listen on' },
  console: { flag: 'console', value: '<port>', default: 8080, help: 'port of console, health, metrics and clock' },
  kafka: { flag: 'kafka', value: '<port>', default: 9092, help: 'port of the Kafka protocol' },
  zeebe: { flag: 'zeebe', value: '<port>', default: 26_500, help: 'port of the Zeebe gateway (gRPC)' },
  processCheckpoint: {
    flag: 'process-checkpoint',
    value: '<KiB>',
    default: 32_768,
    help: 'events of processes between two checkpoints: fewer start faster',
  },
  historyDays: {
    flag: 'history-days',
    value: '<days>',
    default: 30,
    help: 'process instances that ended longer ago are forgotten; 0 keeps everything',
  },
  sql: { flag: 'sql', value: '<port>', default: 8083, help: 'port of the Flink SQL Gateway (REST)' },
  sqlWorkers: { flag: 'sql-workers', value: '<number>', default: 1, help: 'threads that SQL jobs share' },
  events: { flag: 'events', value: '<port>', default: 8085, help: 'port of CloudEvents, brokers and triggers' },
  triggers: { flag: 'triggers', value: '<dir>', help: 'directory of Broker and Trigger YAML, watched' },
  eventsAllow: {
    flag: 'events-allow',
    value: '<networks>',
    default: '127.0.0.0/8,::1/128',
    help: 'private networks that subscribers may be in',
  },
  smtp: { flag: 'smtp', value: '<port>', default: 1025, help: 'port of the mail inbox; a free one when it is taken' },
  advertise: { flag: 'advertise', value: '<host:port>', help: 'address that Kafka clients are told to use' },
  apps: { flag: 'apps', value: '<names>', default: 'all', help: 'systems to run: all, none, or names with commas' },
  appPorts: {
    flag: 'app-ports',
    value: '<kind>',
    default: 'fixed',
    help: 'fixed: the documented ports of the systems, or free: any',
  },
  clock: { flag: 'clock', value: '<kind>', default: 'system', help: 'system, or virtual: time moves when told to' },
  auth: { flag: 'auth', default: false, help: 'let nobody in without a key; always so beyond loopback' },
  tlsCert: {
    flag: 'tls-cert',
    value: '<file>',
    help: 'certificate (PEM): all listeners speak TLS; read again when it changes',
  },
  tlsKey: { flag: 'tls-key', value: '<file>', help: 'its private key (PEM)' },
  insecure: { flag: 'insecure', default: false, help: 'listen beyond loopback without TLS and authentication' },
  acceptReplicationFactor: {
    flag: 'accept-replication-factor',
    default: false,
    help: 'take replication factors above 1, with a warning that there is one copy',
  },
  logLevel: { flag: 'log-level', value: '<level>', default: 'warn', help: 'debug, info, warn, error or silent' },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings

/** `acceptReplicationFactor` -> `MILLRACE_ACCEPT_REPLICATION_FACTOR`. */
export function variableOf(name: SettingName): string {
  return `MILLRACE_${settings[name].flag.replaceAll('-', '_').toUpperCase()}`
}
