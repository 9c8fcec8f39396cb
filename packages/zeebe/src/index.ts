// The gateway
export { type ZeebeServer, type ZeebeServerOptions, startZeebeServer } from './server.ts'
