// The gateway
export { Gateway, type GatewayOptions } from './gateway/gateway.ts'
export { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts'

// Its listener
export { type GatewayServer, type GatewayServerOptions, startGateway } from './rest/start-gateway.ts'
