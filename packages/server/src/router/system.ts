import type { AppDefinition } from '@millrace/kernel'
import { ROUTER_PORT, journey, startRouter } from '@millrace/router'

/** The router as one of the systems: it reaches the platform through its protocols alone, and runs in their thread. */
export const app: AppDefinition = {
  name: 'router',
  summary: 'CloudEvents to BPMN messages, instances and jobs, and back',
  front: 'router',
  pages: [],
  services: { router: { start: startRouter, port: ROUTER_PORT } },
  demo: journey,
}
