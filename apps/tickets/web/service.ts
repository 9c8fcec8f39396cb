import { configuration } from '@millrace/client'
import type { StartService } from '@millrace/kernel'
import { httpServices } from './services/services.ts'
import { applyTriggers } from '../triggers/apply.ts'
import { webSettings } from './settings.ts'
import { Shop } from './shop.ts'
import { webServer } from './web-server.ts'

/** Waiting room, shop and back office: pages over queue, tickets and payments. It holds nothing that must outlast it. */
export const startWeb: StartService = async (environment, ports) => {
  const settings = configuration(webSettings, environment)
  const shop = new Shop(httpServices(settings), ports)
  const app = await webServer(shop, ports, settings.TICKETS_OFFICE)
  const http = await app.listen({ port: settings.PORT, host: settings.HOST })
  shop.start()
  const triggers = applyTriggers('web', settings.PUBLIC_URL ?? http, settings, ports)
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => {
    triggers.stop()
    shop.stop()
    return (stopped ??= app.close().then(() => undefined))
  }
  return { urls: { http }, stop }
}
