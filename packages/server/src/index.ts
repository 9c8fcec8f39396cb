// Starting a platform inside a program or a test
export { startPlatform } from './platform/start.ts'
export type { Platform } from './platform/platform.ts'
export type { PlatformPorts } from './platform/options.ts'
export { type Config, readConfig } from './config/config.ts'
export { createLogger } from './platform/logger.ts'
