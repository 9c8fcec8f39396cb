import { type Connection, type System, type Workload, systems } from './systems.ts'
import { KAFKA_IMAGE } from './topics-job.ts'
import { IMAGE, type Manifest } from './workload.ts'

/** Where the real engines are; Knative's broker has no container of its own, so events stay with the platform. */
const CONNECTIONS: Readonly<Record<Connection, string>> = {
  KAFKA_BROKERS: 'kafka:9092',
  ZEEBE_ADDRESS: 'zeebe:26500',
  ZEEBE_REST_ADDRESS: 'http://zeebe:8080',
  FLINK_SQL_GATEWAY: 'http://flink-sql-gateway:8083',
  K_SINK: 'http://millrace:8085/default/default',
  EVENTS_URL: 'http://millrace:8085',
}

const HARDENED = { read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] }
const FLINK = { image: 'flink:2.2.1', environment: { FLINK_PROPERTIES: 'jobmanager.rpc.address: flink-jobmanager' } }

/** The systems with real Kafka, Zeebe and Flink: each service a container, none of the three ours. */
export function composeOfEngines(): Manifest {
  const workloads = systems.flatMap((system) => system.workloads.map((workload) => [system, workload] as const))
  const kept = workloads.filter(([, { volume }]) => volume === true).map(([, workload]) => nameOf(workload))
  return {
    name: 'millrace-engines',
    services: { ...engines, ...Object.fromEntries(workloads.map((pair) => [nameOf(pair[1]), container(...pair)])) },
    volumes: Object.fromEntries(['kafka', 'zeebe', 'millrace', ...kept].map((name) => [name, null])),
  }
}

const nameOf = ({ name, service }: Workload): string => name ?? service

const engines: Readonly<Record<string, Manifest>> = {
  kafka: {
    image: KAFKA_IMAGE,
    environment: {
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@kafka:9093',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://kafka:9092',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_LOG_DIRS: '/data',
    },
    volumes: ['kafka:/data'],
  },
  zeebe: { image: 'camunda/zeebe:8.6.0', volumes: ['zeebe:/usr/local/zeebe/data'] },
  'flink-jobmanager': { ...FLINK, command: ['jobmanager'] },
  'flink-taskmanager': { ...FLINK, command: ['taskmanager'], depends_on: ['flink-jobmanager'] },
  'flink-sql-gateway': {
    ...FLINK,
    command: ['/opt/flink/bin/sql-gateway.sh', 'start-foreground', '-Dsql-gateway.endpoint.rest.address=0.0.0.0'],
    depends_on: ['flink-jobmanager'],
  },
  millrace: {
    image: IMAGE,
    build: { context: '../..', dockerfile: 'deploy/Dockerfile' },
    command: ['start', '--apps', 'none', '--insecure'],
    ...HARDENED,
    environment: { MILLRACE_EVENTS_ALLOW: '10.0.0.0/8,172.16.0.0/12,192.168.0.0/16' },
    volumes: ['millrace:/data'],
    // The sale's pages have 8080, as their original.
    ports: ['127.0.0.1:8088:8080'],
  },
}

function container(system: System, workload: Workload): Manifest {
  const { service, port, servicePort, volume, secrets = [], env } = workload
  const connections = system.connections.map((name) => name.replace('?', '') as Connection)
  return {
    image: IMAGE,
    command: ['service', system.name, service],
    ...HARDENED,
    environment: {
      // Others reach it by the port of its Service in Kubernetes: here that is its own.
      PORT: String(servicePort ?? port),
      ...system.env,
      ...env,
      ...Object.fromEntries(connections.map((name) => [name, CONNECTIONS[name]])),
      ...Object.fromEntries(secrets.map((secret) => [secret.replace('?', ''), passedOn(secret)])),
    },
    ...(volume === true && { volumes: [`${nameOf(workload)}:/data`] }),
    ports: [`127.0.0.1:${port}:${servicePort ?? port}`],
    restart: 'on-failure',
  }
}

/** From the environment of whoever starts it; what may be missing stays empty. */
const passedOn = (secret: string): string =>
  secret.endsWith('?') ? `\${${secret.slice(0, -1)}-}` : `\${${secret}:?say what it is}`
