import { click, find, render } from '@millrace/ui/testing'
import { act } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PhoneMessage } from '../../contract/notice.ts'
import { fakeService } from '@millrace/ui/testing/service'
import { at } from '../testing/orders.ts'
import { PhonePage } from './PhonePage.tsx'

const service = fakeService()
const phone = '+4915112345678'
const subscription = { endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }

/** A browser's push: what it grants, and whether its push service is there. */
function fakePush(permission: NotificationPermission, hasPushService: boolean) {
  const shown = vi.fn<(title: string) => Promise<void>>(async () => undefined)
  let subscribed: { endpoint: string; toJSON: () => object; unsubscribe: () => Promise<boolean> } | null = null
  const registration = {
    showNotification: shown,
    unregister: async () => true,
    pushManager: {
      getSubscription: async () => subscribed,
      subscribe: async () => {
        if (!hasPushService) throw new DOMException('no push service', 'AbortError')
        const unsubscribe = async () => {
          subscribed = null
          return true
        }
        subscribed = { endpoint: subscription.endpoint, toJSON: () => subscription, unsubscribe }
        return subscribed
      },
    },
  }
  const notification = { permission: 'default', requestPermission: async () => (notification.permission = permission) }
  vi.stubGlobal('Notification', notification)
  vi.stubGlobal('PushManager', () => undefined)
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: {
      register: async () => registration,
      ready: Promise.resolve(registration),
      getRegistration: async () => (notification.permission === 'granted' ? registration : undefined),
    },
  })
  return shown
}

const message = (id: string, more: Partial<PhoneMessage> = {}): PhoneMessage => ({
  id,
  orderId: 'o-1',
  stage: 'shipped',
  status: 'sent',
  phone,
  title: 'Shipped',
  body: 'It is on its way.',
  url: '/track/o-1',
  at: at(0),
  pushed: 0,
  attempts: 1,
  ...more,
})

const allow = (page: { container: HTMLElement }) =>
  click(find<HTMLButtonElement>(page.container, '.phone-ask-buttons button:last-child'))

beforeEach(() => {
  sessionStorage.clear()
  service.answers['GET /vapid'] = { publicKey: 'BA' }
  service.answers[`POST /phones/${encodeURIComponent(phone)}/subscriptions`] = { phone, endpoint: 'e' }
})
afterEach(() => vi.unstubAllGlobals())

describe('the phone', () => {
  it('asks once, subscribes, and says that messages are pushed', async () => {
    fakePush('granted', true)
    using page = await render(<PhonePage phone={phone} />)
    await service.settle()
    await allow(page)
    await service.settle()
    expect(page.container.textContent).toContain('also when this page is closed')
    expect(service.posts()[0]?.body).toEqual(subscription)
  })

  it('shows messages itself where no push service can be reached, but none of before', async () => {
    const shown = fakePush('granted', false)
    using page = await render(<PhonePage phone={phone} />)
    await service.tell('messages', { items: [message('o:created')] })
    await allow(page)
    await service.settle()
    expect(page.container.textContent).toContain('while this page is open')
    await service.tell('message', message('o:shipped'))
    await act(async () => undefined)
    expect(shown.mock.calls.map(([title]) => title)).toEqual(['Shipped'])
    expect(service.posts()).toEqual([])
  })

  it('says so when the browser blocks notifications', async () => {
    fakePush('denied', true)
    using page = await render(<PhonePage phone={phone} />)
    await service.settle()
    await allow(page)
    await service.settle()
    expect(page.container.textContent).toContain('The browser blocks notifications')
  })

  it('leaves it at “Not now”', async () => {
    fakePush('granted', true)
    using page = await render(<PhonePage phone={phone} />)
    await service.settle()
    await click(find(page.container, '.phone-ask-buttons button'))
    expect(page.container.textContent).toContain('Notifications are off')
  })

  it('tells of a message that could not be pushed yet, and hides those that are not wanted', async () => {
    fakePush('granted', true)
    using page = await render(<PhonePage phone={phone} />)
    const waiting = message('o:a', { status: 'waiting', lastError: 'it answered 503', nextAt: at(60) })
    await service.tell('messages', { items: [waiting, message('o:b', { status: 'unwanted', title: 'Hidden' })] })
    expect(page.container.textContent).toContain('Not pushed yet: it answered 503; tried again')
    expect(page.container.textContent).not.toContain('Hidden')
  })
})
