import type { BrowserContext, Page } from 'playwright-core'

/** Hands a message to the page's service worker as the browser does when a push service brings one. */
export async function deliverPush(context: BrowserContext, page: Page, data: string): Promise<void> {
  const session = await context.newCDPSession(page)
  const known = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations
      if (first !== undefined) resolve(first.registrationId)
    })
  })
  await session.send('ServiceWorker.enable')
  const registrationId = await known
  await session.send('ServiceWorker.deliverPushMessage', { origin: new URL(page.url()).origin, registrationId, data })
  await session.detach()
}

/** What the system's message area shows, `title: body` each. */
export async function shownNotifications(page: Page): Promise<string[]> {
  const shown = await page.evaluate(
    `navigator.serviceWorker.ready
      .then((registration) => registration.getNotifications())
      .then((all) => all.map(({ title, body }) => title + ': ' + body))`,
  )
  return shown as string[]
}
