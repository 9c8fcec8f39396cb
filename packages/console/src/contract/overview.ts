/** What the platform tells about itself; a console on a foreign Kafka has none of it. */
export interface PlatformStats {
  name: string
  version: string
  /** Milliseconds since epoch, by the system's clock. */
  startedAt: number
  /** The domain clock's time: what record timestamps and timers follow. */
  now: number
  clock: 'system' | 'virtual'
  dataDirectory?: string
  /** Empty when all is well; otherwise one sentence for each thing that is not. */
  problems: string[]
  recordsInPerSecond?: number
  recordsOutPerSecond?: number
  bytesInPerSecond?: number
  bytesOutPerSecond?: number
  residentBytes?: number
  eventLoopDelayP99Ms?: number
  kafkaConnections?: number
  diskBytes?: number
  syncP99Ms?: number
}

export interface AppLink {
  name: string
  title: string
  /** Its pages, the front first. */
  pages: readonly { title: string; url: string }[]
  state: 'up' | 'starting' | 'down'
  detail?: string
}

/** A demo of a system, and what it has printed so far. */
export interface DemoRun {
  state: 'running' | 'done' | 'failed'
  lines: readonly string[]
}

export interface Overview {
  /** The server's time, ms since epoch: the platform's clock where there is one. */
  now: number
  kafka: { brokers: { id: number; address: string }[]; controller: number; clusterId: string }
  topics: number
  partitions: number
  records: number
  groups: { total: number; active: number; lag: number; lagging: { id: string; lag: number }[] }
  platform?: PlatformStats
  apps: AppLink[]
}

export interface AuditEntry {
  /** Milliseconds since epoch. */
  at: number
  /** `topic.create`, `group.reset`, ... */
  action: string
  target: string
  detail: string
  outcome: 'done' | 'refused' | 'failed'
}

/** Every error of the API: RFC 9457, with the code of Kafka or of the console and, for bad input, the wrong fields. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  errors?: { field: string; message: string }[]
}
