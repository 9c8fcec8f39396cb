/**
 * The phone's service worker: shows what is pushed, and opens the order that a message is about. A message that comes
 * again has the tag of the first and takes its place.
 */
import type { PushPayload } from '../contract/notice.ts'

/** What is used of the worker's global scope; the page's types stand in the way of a worker's own. */
interface PushScope {
  readonly registration: { showNotification(title: string, options: NotificationOptions): Promise<void> }
  readonly clients: { openWindow(url: string): Promise<unknown> }
  skipWaiting(): Promise<void>
  addEventListener(name: 'install', listener: (event: Extendable) => void): void
  addEventListener(name: 'push', listener: (event: Pushed) => void): void
  addEventListener(name: 'notificationclick', listener: (event: Clicked) => void): void
}

interface Extendable {
  waitUntil(work: Promise<unknown>): void
}

interface Pushed extends Extendable {
  readonly data: { json(): unknown } | null
}

interface Clicked extends Extendable {
  readonly notification: { readonly data: unknown; close(): void }
}

const scope = globalThis as unknown as PushScope

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()))

scope.addEventListener('push', (event) => {
  if (event.data === null) return
  const { title, body, tag, url } = event.data.json() as PushPayload
  event.waitUntil(scope.registration.showNotification(title, { body, tag, data: url }))
})

scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  if (typeof event.notification.data === 'string') event.waitUntil(scope.clients.openWindow(event.notification.data))
})
