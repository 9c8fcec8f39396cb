import { request } from '@millrace/ui'

/**
 * `off`: not asked yet; `on`: the browser's push service delivers to this phone; `shown`: allowed, but no push service can
 * be reached from here, so that messages show while the page is open; `denied`: the browser says no; `missing`: the browser
 * cannot.
 */
export type PushState = 'off' | 'on' | 'shown' | 'denied' | 'missing'

const WORKER = '/push-worker.js'
const REGISTER_MOST_MS = 8000

export async function pushState(): Promise<PushState> {
  if (!canPush()) return 'missing'
  if (Notification.permission === 'denied') return 'denied'
  if (Notification.permission === 'default') return 'off'
  const registration = await navigator.serviceWorker.getRegistration()
  if (registration === undefined) return 'off'
  return (await registration.pushManager.getSubscription()) === null ? 'shown' : 'on'
}

/** Asks for the permission, and subscribes this browser to the messages for the phone. */
export async function allowPush(phone: string): Promise<PushState> {
  if (!canPush()) return 'missing'
  const permission = await Notification.requestPermission()
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'off'
  await navigator.serviceWorker.register(WORKER)
  const registration = await navigator.serviceWorker.ready
  const subscription = await subscribed(registration).catch(() => undefined)
  if (subscription === undefined) return 'shown'
  await request(subscriptions(phone), { method: 'POST', body: subscription.toJSON() })
  return 'on'
}

/** No more messages from the push service; what is open in a page is still live. */
export async function stopPush(phone: string): Promise<PushState> {
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  if (subscription) {
    await request(subscriptions(phone), { method: 'DELETE', body: { endpoint: subscription.endpoint } })
    await subscription.unsubscribe()
  }
  await registration?.unregister()
  return pushState()
}

/** Shows a message as the phone's system does, where no push service brings it. */
export async function showMessage(message: { title: string; body: string; id: string; url: string }): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration()
  const { title, body, id, url } = message
  await registration?.showNotification(title, { body, tag: id, data: url })
}

async function subscribed(registration: ServiceWorkerRegistration): Promise<PushSubscription> {
  const { publicKey } = await request<{ publicKey: string }>('/vapid')
  const subscribing = registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  const overdue = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('the push service does not answer')), REGISTER_MOST_MS)
  })
  return Promise.race([subscribing, overdue])
}

const canPush = (): boolean =>
  'Notification' in globalThis && 'serviceWorker' in navigator && 'PushManager' in globalThis

const subscriptions = (phone: string): string => `/phones/${encodeURIComponent(phone)}/subscriptions`
