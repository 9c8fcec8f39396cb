/** Settings of a broker by Kafka's own names. */
export type KafkaConfig = Readonly<Record<string, string | number | boolean>>

/** Where a broker keeps its data and listens. */
export interface KafkaPlace {
  readonly dataDir: string
  readonly port: number
  readonly controllerPort: number
  /** A second listener, SASL_PLAINTEXT with PLAIN. */
  readonly sasl?: KafkaSasl & { readonly port: number }
}

/** Who may come in by the listener that asks. */
export interface KafkaSasl {
  readonly username: string
  readonly password: string
}

/** The properties of one broker that is its own controller, single copies everywhere; `overrides` win. */
export function kafkaProperties({ dataDir, port, controllerPort, sasl }: KafkaPlace, overrides: KafkaConfig): string {
  const properties: KafkaConfig = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    ...(overrides['controller.quorum.voters'] === undefined && {
      'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    }),
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': dataDir,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    ...(sasl !== undefined && saslProperties(sasl, port, controllerPort)),
    ...overrides,
  }
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

function saslProperties(
  { port: saslPort, username, password }: KafkaSasl & { readonly port: number },
  port: number,
  controllerPort: number,
): KafkaConfig {
  const [plain, asking] = [`PLAINTEXT://127.0.0.1:${port}`, `SASL_PLAINTEXT://127.0.0.1:${saslPort}`]
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required'
  return {
    listeners: `${plain},${asking},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `${plain},${asking}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.sasl_plaintext.plain.sasl.jaas.config': `${login} user_${username}="${password}";`,
  }
}
