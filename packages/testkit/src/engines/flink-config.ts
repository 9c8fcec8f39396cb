/** Ports of one Flink on this machine. */
export interface FlinkPorts {
  readonly rpc: number
  readonly rest: number
  readonly gateway: number
}

/** Flink's config.yaml for a small cluster on the loopback interface; `more` goes over the defaults. */
export function flinkConfig(ports: FlinkPorts, tmp: string, more: Readonly<Record<string, string>>): string {
  const settings: Record<string, string> = {
    'jobmanager.rpc.address': '127.0.0.1',
    'jobmanager.rpc.port': String(ports.rpc),
    'jobmanager.bind-host': '127.0.0.1',
    'jobmanager.execution.failover-strategy': 'region',
    'rest.address': '127.0.0.1',
    'rest.bind-address': '127.0.0.1',
    'rest.port': String(ports.rest),
    'sql-gateway.endpoint.rest.address': '127.0.0.1',
    'sql-gateway.endpoint.rest.bind-address': '127.0.0.1',
    'sql-gateway.endpoint.rest.port': String(ports.gateway),
    'execution.target': 'remote',
    'execution.attached': 'true',
    'parallelism.default': '1',
    // A test's job that fails has failed.
    'restart-strategy.type': 'none',
    'io.tmp.dirs': tmp,
    ...taskManager,
    ...more,
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}

/** A task manager that is started without Flink's shell scripts needs every part of its memory told. */
const taskManager: Readonly<Record<string, string>> = {
  'taskmanager.host': '127.0.0.1',
  'taskmanager.bind-host': '127.0.0.1',
  'taskmanager.numberOfTaskSlots': '8',
  'taskmanager.cpu.cores': '2',
  'taskmanager.memory.framework.heap.size': '128m',
  'taskmanager.memory.framework.off-heap.size': '128m',
  'taskmanager.memory.task.heap.size': '384m',
  'taskmanager.memory.task.off-heap.size': '64m',
  'taskmanager.memory.managed.size': '128m',
  'taskmanager.memory.network.min': '64m',
  'taskmanager.memory.network.max': '64m',
  'taskmanager.memory.jvm-metaspace.size': '512m',
  'taskmanager.memory.jvm-overhead.min': '192m',
  'taskmanager.memory.jvm-overhead.max': '192m',
}
