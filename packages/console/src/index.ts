// The plugin
export { consolePlugin } from './server/plugin.ts'
export type { ConsoleOptions, KafkaSettings } from './server/options.ts'
export { newConsoleToken } from './server/security/token.ts'
export { hasSession } from './server/security/cookie.ts'
export { isOwnHost } from './server/security/host.ts'

// The console alone, in front of any Kafka
export { startConsole } from './server/start.ts'

// What its host may give it
export { type AuditLog, memoryAuditLog } from './server/audit.ts'
export type { Demos } from './server/options.ts'
export type { ProcessEngine } from './server/processes/engine.ts'
export type { AppLink, AuditEntry, DemoRun, PlatformStats } from './contract/overview.ts'
