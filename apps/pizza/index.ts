import type { AppDefinition, AppService, StartService } from '@millrace/kernel'
import { startAssemble } from './assemble/service.ts'
import { startBake } from './bake/service.ts'
import { startDelivery } from './delivery/service.ts'
import { demo } from './demo/journey.ts'
import { ports } from './settings.ts'
import { startStatus } from './status/service.ts'
import { workshopTopics } from './topics.ts'
import { startWebapp } from './webapp/service.ts'

/** An instance by a name of its own, which a restart has again; topics are made, with two partitions for two instances. */
const instance =
  (name: string, start: StartService): StartService =>
  (environment, given) =>
    start({ INSTANCE_ID: name, PIZZA_CREATE_TOPICS: 'on', PIZZA_PARTITIONS: '2', ...environment }, given)

/** The services by name; all but the web application twice, each pair one consumer group. */
export const services = {
  webapp: { start: instance('webapp-1', startWebapp), port: ports.webapp },
  assemble: { start: instance('assemble-1', startAssemble), port: ports.assemble },
  bake: { start: instance('bake-1', startBake), port: ports.bake },
  delivery: { start: instance('delivery-1', startDelivery), port: ports.delivery },
  status: { start: instance('status-1', startStatus), port: ports.status },
  'assemble-2': { start: instance('assemble-2', startAssemble), port: 8011 },
  'bake-2': { start: instance('bake-2', startBake), port: 8012 },
  'delivery-2': { start: instance('delivery-2', startDelivery), port: 8013 },
  'status-2': { start: instance('status-2', startStatus), port: 8014 },
} as const satisfies Readonly<Record<string, AppService>>

export const app: AppDefinition = {
  name: 'pizza',
  summary: 'A pizza shop on CQRS: topics joined into a status by streaming SQL',
  front: 'webapp',
  pages: [
    { title: 'Build a pizza', service: 'webapp', path: '/' },
    { title: 'My orders', service: 'webapp', path: '/orders' },
    { title: 'Kitchen', service: 'webapp', path: '/operator' },
  ],
  services,
  neededTopics: workshopTopics.map(({ name }) => name),
  demoClock: 'virtual',
  demo,
}
