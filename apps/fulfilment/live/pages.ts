import { sameSite } from '@millrace/client/http'
import { pageRoutes } from '../assets.ts'
import type { Workshop } from '../service.ts'
import { Changes } from './changes.ts'
import { follow } from './follow.ts'
import { liveRoute } from './live-route.ts'

/**
 * The pages of a service, `GET /links` to those of the others, and `GET /live`, which says that something in the database
 * changed. Gives what ends them.
 */
export async function livePages(
  { app, settings, ports }: Pick<Workshop, 'app' | 'settings' | 'ports'>,
  pages: readonly string[],
): Promise<() => Promise<void>> {
  sameSite(app)
  const changes = new Changes(ports.clocks.liveness)
  const closeStreams = liveRoute(app, '/live', changes, ports)
  app.get('/links', () => ({ shop: settings.SHOP_URL, operator: settings.OPERATOR_URL }))
  await pageRoutes(app, pages)
  const unfollow = follow(`${settings.DATABASE_SERVICE_URL}/changes`, changes, ports.clocks.liveness)
  return async () => {
    closeStreams()
    await unfollow()
    changes.stop()
  }
}
