/** What of a service its manifest says, beyond what is the same for all. */
export interface Workload {
  /** As `millrace service <system> <service>` names it. */
  readonly service: string
  /** The name of its Deployment and its Service; the service's own by default. */
  readonly name?: string
  readonly port: number
  /** The port of its Service, where others do not reach it by its own. */
  readonly servicePort?: number
  /** Two share a consumer group; whoever keeps a ledger on a disk is alone. */
  readonly replicas?: number
  /** It keeps what nobody else has: a volume of its own, and never two of it at a time. */
  readonly volume?: true
  readonly env?: Readonly<Record<string, string>>
  /** Variables that come from the Secret `<system>-secrets`, which whoever deploys makes; a `?` behind what may be missing. */
  readonly secrets?: readonly string[]
}

export interface System {
  readonly name: string
  readonly workloads: readonly Workload[]
  /** What each of its services is told. */
  readonly env?: Readonly<Record<string, string>>
  /** Keys of the ConfigMap `connections`: where Kafka, Zeebe, Flink and the brokers of events are. */
  readonly connections: readonly (Connection | `${Connection}?`)[]
  readonly topics?: readonly TopicSet[]
}

export type Connection =
  | 'KAFKA_BROKERS'
  | 'ZEEBE_ADDRESS'
  | 'ZEEBE_REST_ADDRESS'
  | 'FLINK_SQL_GATEWAY'
  | 'K_SINK'
  | 'EVENTS_URL'

/** Topics that are made alike, in the words of `kafka-topics.sh`. */
export interface TopicSet {
  readonly names: readonly string[]
  readonly partitions: number
  readonly replicationFactor: number
  readonly configs?: Readonly<Record<string, string>>
}

const http = (name: string, port?: number): string => `http://${name}${port === undefined ? '' : `:${port}`}`

const store: System = {
  name: 'store',
  connections: ['KAFKA_BROKERS'],
  workloads: [
    { service: 'products', port: 9995 },
    { service: 'customers', port: 9996 },
    { service: 'purchases', port: 9997 },
    {
      service: 'dashboard',
      port: 9999,
      env: {
        PRODUCTS_URL: http('products', 9995),
        CUSTOMERS_URL: http('customers', 9996),
        PURCHASES_URL: http('purchases', 9997),
      },
    },
  ],
  topics: [
    {
      names: ['eventbus.products', 'eventbus.customers', 'eventbus.purchases'],
      partitions: 1,
      replicationFactor: 2,
      configs: { 'cleanup.policy': 'compact', 'retention.bytes': '-1', 'retention.ms': '-1' },
    },
  ],
}

const ORDER_PORTS = { delivery: 8202, notifications: 8203, logging: 8204, mobile: 8205, email: 8206 }

const orders: System = {
  name: 'orders',
  connections: ['KAFKA_BROKERS'],
  env: {
    ORDERS_URL: http('orders', 8200),
    PAYMENTS_URL: http('payments', 8201),
    ...Object.fromEntries(
      Object.entries(ORDER_PORTS).map(([name, port]) => [`${name.toUpperCase()}_URL`, http(name, port)]),
    ),
  },
  workloads: [
    { service: 'orders', port: 8200, replicas: 2, secrets: ['WEBHOOK_SECRET'] },
    { service: 'payments', port: 8201, replicas: 2, secrets: ['WEBHOOK_SECRET'] },
    { service: 'delivery', port: ORDER_PORTS.delivery },
    { service: 'notifications', port: ORDER_PORTS.notifications },
    { service: 'logging', port: ORDER_PORTS.logging },
    { service: 'mobile', port: ORDER_PORTS.mobile, secrets: ['VAPID_PRIVATE_KEY?'] },
    { service: 'email', port: ORDER_PORTS.email, secrets: ['SMTP_URL?'] },
  ],
  topics: [
    {
      names: [
        ...['created', 'ready-to-ship', 'shipping', 'shipped', 'delivered'].map((stage) => `orders-${stage}`),
        'payments-created',
        'payments-made',
        'delivery-shipping',
        'delivery-shipped',
        'delivery-delivered',
        'logging-events',
      ],
      partitions: 6,
      replicationFactor: 3,
      configs: { 'min.insync.replicas': '2' },
    },
  ],
}

const fulfilment: System = {
  name: 'fulfilment',
  connections: ['ZEEBE_ADDRESS', 'ZEEBE_REST_ADDRESS?'],
  env: {
    DATABASE_SERVICE_URL: http('database', 8302),
    DISPATCH_URL: http('dispatch', 8303),
    SHOP_URL: http('shop', 8300),
    OPERATOR_URL: http('operator', 8301),
  },
  workloads: [
    { service: 'database', port: 8302, volume: true },
    { service: 'dispatch', port: 8303, volume: true, secrets: ['FULFILMENT_GITHUB_TOKEN'] },
    { service: 'workers', port: 8304, secrets: ['FULFILMENT_GITHUB_TOKEN'] },
    { service: 'operator', port: 8301 },
    { service: 'shop', port: 8300 },
  ],
}

/** The workshop's five; `pizza-status` is made by the statement that fills it. */
const PIZZA_TOPICS = ['pizza-ordered', 'pizza-pending', 'pizza-assembled', 'pizza-baked', 'pizza-delivered']

const pizza: System = {
  name: 'pizza',
  connections: ['KAFKA_BROKERS', 'FLINK_SQL_GATEWAY'],
  workloads: [
    { service: 'webapp', port: 8000, secrets: ['SESSION_SECRET'] },
    { service: 'assemble', port: 8001 },
    { service: 'bake', port: 8002 },
    { service: 'delivery', name: 'pizza-delivery', port: 8003 },
    { service: 'status', port: 8004 },
  ],
  topics: [{ names: PIZZA_TOPICS, partitions: 6, replicationFactor: 3 }],
}

/** By the names that the seed's charts and triggers give them, each at port 80. */
const tickets: System = {
  name: 'tickets',
  connections: ['K_SINK?', 'EVENTS_URL?'],
  env: {
    QUEUE_URL: http('queue-service'),
    TICKETS_URL: http('tickets-service'),
    PAYMENTS_URL: http('payments-service'),
    ROUTER_URL: http('zeebe-cloud-events-router'),
  },
  workloads: [
    { service: 'queue', name: 'queue-service', port: 8084, servicePort: 80, volume: true },
    { service: 'tickets', name: 'tickets-service', port: 8082, servicePort: 80, volume: true },
    { service: 'payments', name: 'payments-service', port: 8083, servicePort: 80, volume: true },
    { service: 'web', name: 'customer-waiting-room-app', port: 8080, servicePort: 80 },
  ],
}

const router: System = {
  name: 'router',
  connections: ['ZEEBE_ADDRESS', 'K_SINK?', 'EVENTS_URL?'],
  env: { ROUTER_URL: http('zeebe-cloud-events-router') },
  workloads: [{ service: 'router', name: 'zeebe-cloud-events-router', port: 8086, servicePort: 80, volume: true }],
}

/** Every system that is deployed, by services. */
export const systems: readonly System[] = [store, orders, fulfilment, pizza, tickets, router]
