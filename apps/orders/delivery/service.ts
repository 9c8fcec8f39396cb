import { entityService } from '../service.ts'
import { ports } from '../settings.ts'
import { ordersReadyToShip } from '../topics.ts'
import { onCommand, onReadyToShip, parcelCommand } from './decide.ts'
import { parcelSchema } from './parcel.ts'
import { parcelRoutes } from './routes.ts'

/** The delivery system: takes what is ready to ship, and says what its couriers did. */
export const startDelivery = entityService({
  name: 'delivery',
  port: ports.delivery,
  pages: ['/courier'],
  build: () => ({
    kind: {
      id: 'delivery',
      state: parcelSchema,
      command: parcelCommand,
      inputs: [ordersReadyToShip],
      onCommand,
      onEvent: onReadyToShip,
    },
    routes: parcelRoutes,
  }),
})
