// The router as a service
export { startRouter } from './start.ts'
export { ROUTER_PORT } from './settings.ts'
export { journey } from './demo/journey.ts'
