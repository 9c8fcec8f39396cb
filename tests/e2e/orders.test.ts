import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { AppPages, heading as headingOf, openLive } from './harness/app-pages.ts'
import { send } from './harness/send.ts'
import { breakableLine } from './orders/breakable-line.ts'
import { deliverPush, shownNotifications } from './orders/pushed.ts'
import { repeatWebhook } from './orders/webhook.ts'
import { type OrdersHost, ada, cards, pay, placeOrder, startOrdersHost } from './orders/orders-host.ts'

let host: OrdersHost
let page: Page
const pages = new AppPages({
  name: 'orders',
  folder: 'apps/orders/web',
  start: startOrdersHost,
  expected: /incognito/u,
  begun: (started) => (host = started),
  each: (fresh) => (page = fresh),
})

const open = (url: string, on = page): Promise<void> => openLive(on, url)
const faults = (on: Page, name: string) => pages.faults(on, name)

const track = (orderId = '') => `${host.urls.orders}/track/${orderId}`
const heading = (name: string | RegExp, on = page) => headingOf(on, name)
const stage = (name: string, on = page) => on.getByRole('listitem').filter({ hasText: name })

const payWith = async (card: string): Promise<void> => {
  const number = card.replaceAll(/(\d{4})(?=\d)/gu, '$1 ')
  await page.getByRole('button', { name: number }).click()
  await page.getByRole('button', { name: /^Pay / }).click()
}

describe('the pages before anything has happened', () => {
  it.each([
    ['orders', '/track', 'No orders yet'],
    ['delivery', '/courier', 'Deliveries'],
    ['email', '/outbox', 'No mail yet'],
    ['email', '/outbox?show=outbox', 'Nothing to send'],
    ['logging', '/journal', 'The journal is empty'],
    ['mobile', '/phone/%2B4915112345678', 'Phone +4915112345678'],
  ] as const)('says on %s%s what will be there', async (service, path, text) => {
    await open(`${host.urls[service]}${path}`)
    await page.getByRole('heading', { name: text }).first().waitFor()
    expect(await faults(page, `empty-${path.replaceAll(/\W+/gu, '-')}`)).toEqual([])
  })

  it('leads from the address of each service to its page', async () => {
    await page.goto(host.urls.logging)
    await heading('Journal').waitFor()
  })
})

describe('an order, from the shop to the door', () => {
  let orderId: string
  let paymentUrl: string

  it('names the wrong fields, and keeps the basket over a reload', async () => {
    await page.goto(host.urls.orders)
    await page.getByRole('button', { name: 'Add Clay teapot, 1 l' }).click()
    await page.getByRole('button', { name: 'Add Green tea, 100 g' }).click()
    await page.getByRole('button', { name: 'One Green tea, 100 g more' }).first().click()
    await page.reload()
    const basket = page.getByRole('complementary', { name: 'Your basket' })
    await basket.getByText('3 pieces').waitFor()
    await basket.getByLabel('E-mail').fill('no address')
    await basket.getByRole('button', { name: 'Order and pay' }).click()
    await basket.getByText('must be an e-mail address').waitFor()
    expect(await faults(page, 'shop')).toEqual([])
  })

  it('is created with keys alone, and leads to the payment', async () => {
    await page.goto(host.urls.orders)
    await page.getByRole('button', { name: 'Add Clay teapot, 1 l' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('Name').focus()
    for (const text of [ada.name, ada.email, '+49 151 12345678']) {
      await page.keyboard.type(text)
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await heading('Pay by card').waitFor()
    paymentUrl = page.url()
    expect(paymentUrl).toContain(host.urls.payments)
    await page.getByText('€34.50').first().waitFor()
    expect(await faults(page, 'pay')).toEqual([])
    await page.getByRole('link', { name: 'See the order' }).click()
    await heading('Your order is waiting for your payment').waitFor()
    orderId = new URL(page.url()).pathname.split('/')[2] ?? ''
    expect(
      await page
        .getByRole('listitem')
        .filter({ hasText: /ago|now/u })
        .count(),
    ).toBe(2)
    expect(await faults(page, 'created')).toEqual([])
  })

  it('is paid, and its page moves on by itself until the courier has it', async () => {
    await open(track(orderId))
    const payment = page
    const order = await pages.newPage()
    await open(track(orderId), order)
    await page.goto(paymentUrl)
    await payWith(cards.approved)
    await heading('Paid, thank you', payment).waitFor()
    expect(await faults(payment, 'paid')).toEqual([])
    await heading('The courier has your order', order).waitFor()
    expect(await stage('Ready to ship', order).count()).toBeGreaterThan(0)
    expect(await faults(order, 'shipping')).toEqual([])
    await payment.getByRole('link', { name: 'Follow your order' }).click()
    await heading('The courier has your order', payment).waitFor()
  })

  it('is shipped and delivered by the courier; what came again is seen as ignored', async () => {
    const order = await pages.newPage()
    await open(track(orderId), order)
    await open(`${host.urls.delivery}/courier`)
    await page.getByRole('button', { name: `Mark shipped: the parcel for Ada Winter, order ${orderId}` }).click()
    await heading('Your order is on its way', order).waitFor()
    expect(await faults(page, 'courier')).toEqual([])
    await page.getByRole('button', { name: `Mark delivered: the parcel for Ada Winter, order ${orderId}` }).click()
    await heading('Your order has arrived', order).waitFor()
    expect(await order.getByRole('list').first().getByText('not reached').count()).toBe(0)
    const paymentId = new URL(paymentUrl).pathname.split('/')[2] ?? ''
    for (let time = 0; time < 3; time++) await repeatWebhook(host, { orderId, paymentId })
    await order.getByRole('listitem').filter({ hasText: 'ignored × 3' }).waitFor()
    expect(await faults(order, 'delivered')).toEqual([])
  })

  it('has been told stage by stage on the phone', async () => {
    await open(`${host.urls.mobile}/phone/${encodeURIComponent(ada.phone)}`)
    const messages = page.getByRole('list', { name: 'Messages' }).getByRole('listitem')
    await expect.poll(() => messages.count(), { timeout: 10_000 }).toBe(7)
    expect(await faults(page, 'phone')).toEqual([])
  })

  it('has been told stage by stage by e-mail, each once', async () => {
    await open(`${host.urls.email}/outbox?to=ada@example.com`)
    const mails = page.getByRole('list', { name: 'Received mail' }).getByRole('button')
    await expect.poll(() => mails.count(), { timeout: 10_000 }).toBe(7)
    await mails.filter({ hasText: 'Payment waiting' }).click()
    await page.getByRole('article').getByRole('link', { name: paymentUrl }).waitFor()
    expect(await page.getByText(/\d times/u).count()).toBe(0)
    expect(await faults(page, 'inbox')).toEqual([])
    await page.getByRole('tab', { name: 'On the way' }).click()
    await expect.poll(() => page.getByRole('row').filter({ hasText: 'Sent' }).count()).toBe(7)
    expect(await faults(page, 'outbox')).toEqual([])
  })

  it('is in the journal, by order and by payment', async () => {
    await open(`${host.urls.logging}/journal`)
    await page.getByRole('searchbox').fill(orderId)
    await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(5)
    expect(await faults(page, 'journal')).toEqual([])
    await page.getByRole('searchbox').fill(new URL(paymentUrl).pathname.split('/')[2] ?? '')
    await page.getByRole('row').filter({ hasText: 'payments' }).first().waitFor()
    await page.getByRole('searchbox').fill('nothing like it')
    await page.getByRole('heading', { name: 'Nothing in the journal fits' }).waitFor()
    await page.getByRole('button', { name: 'Show everything' }).click()
    await page
      .getByRole('button', { name: `Everything about order ${orderId}` })
      .first()
      .click()
    expect(page.url()).toContain(`q=${orderId}`)
  })
})

describe('a payment', () => {
  it('is declined, tried again, and fails with a stolen card', async () => {
    const { paymentUrl, orderId } = await placeOrder(host)
    await open(paymentUrl)
    await page.getByRole('button', { name: '4242 4242 4242 4242' }).click()
    await page.getByLabel('Card number').fill('4242 4242 4242 4241')
    await page.getByRole('button', { name: /^Pay / }).click()
    await page.getByText('is no card number').waitFor()
    await payWith(cards.declined)
    await page.getByText('Visa ending in 0002 was declined.').waitFor()
    expect(await faults(page, 'declined')).toEqual([])
    await payWith(cards.stolen)
    await heading('The payment failed').waitFor()
    expect(await faults(page, 'failed')).toEqual([])
    await page.getByRole('link', { name: 'Back to your order' }).click()
    await page.waitForURL(track(orderId))
    await heading('The payment did not work out').waitFor()
    expect(await faults(page, 'payment-failed')).toEqual([])
  })

  it('is confirmed with the bank’s code; another code is declined', async () => {
    const { paymentUrl } = await placeOrder(host)
    await open(paymentUrl)
    await payWith(cards.challenged)
    await heading('Is it you?').waitFor()
    expect(await page.getByLabel('Code').evaluate((element) => element.matches(':focus'))).toBe(true)
    expect(await faults(page, 'challenge')).toEqual([])
    await page.keyboard.type('999999')
    await page.keyboard.press('Enter')
    await page.getByText('The code was not the one').waitFor()
    await payWith(cards.challenged)
    await heading('Is it you?').waitFor()
    await page.getByLabel('Code').fill('123456')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await heading('Paid, thank you').waitFor()
  })

  it('is one, however often the button is pressed and in however many windows', async () => {
    const placed = await placeOrder(host)
    const other = await pages.newPage()
    await open(placed.paymentUrl)
    await open(placed.paymentUrl, other)
    await page.getByRole('button', { name: '4242 4242 4242 4242' }).click()
    await page.getByRole('button', { name: /^Pay / }).click()
    await Promise.all([pay(host, placed), pay(host, placed)])
    await heading('Paid, thank you').waitFor()
    await heading('Paid, thank you', other).waitFor()
    const payment = await send<{ attempts: unknown[] }>(
      `${host.urls.payments}/payments/${placed.paymentId}`,
      undefined,
      'GET',
    )
    expect(payment.attempts).toHaveLength(1)
  })

  it('that does not exist is told from one that cannot be read', async () => {
    await page.goto(`${host.urls.payments}/pay/pay_none`)
    await page.getByRole('heading', { name: 'There is no such payment' }).waitFor()
    await page.goto(track('none'))
    await page.getByRole('heading', { name: 'There is no such order' }).waitFor()
    expect(await faults(page, 'unknown')).toEqual([])
  })
})

describe('cancelling', () => {
  it('asks first, ends the order, and closes the payment page wherever it is open', async () => {
    const { orderId, paymentUrl } = await placeOrder(host)
    const payment = await pages.newPage()
    await open(paymentUrl, payment)
    await open(track(orderId))
    await page.getByRole('button', { name: 'Cancel the order' }).click()
    const dialog = page.getByRole('dialog', { name: 'Cancel the order?' })
    await dialog.waitFor()
    expect(await faults(page, 'cancelling')).toEqual([])
    await dialog.getByRole('button', { name: 'Cancel the order' }).click()
    await heading('Your order is cancelled').waitFor()
    expect(await faults(page, 'cancelled')).toEqual([])
    await heading('The payment is cancelled', payment).waitFor()
    expect(await faults(payment, 'payment-cancelled')).toEqual([])
  })

  it('is not offered for what is paid, and all orders are in the list with their status', async () => {
    const placed = await placeOrder(host)
    await pay(host, placed)
    await open(track(placed.orderId))
    await heading('The courier has your order').waitFor()
    expect(await page.getByRole('button', { name: 'Cancel the order' }).count()).toBe(0)
    await open(track())
    await page.getByRole('listitem').filter({ hasText: placed.orderId }).getByText('Shipping').waitFor()
    const lines = page.getByRole('list', { name: 'Orders' })
    await lines.getByText('Cancelled').first().waitFor()
    expect(await faults(page, 'list')).toEqual([])
    await page.getByLabel('Status').selectOption({ label: 'Cancelled' })
    await lines.getByText('Shipping').first().waitFor({ state: 'detached' })
    await lines.getByText('Cancelled').first().waitFor()
    expect(page.url()).toContain('?status=cancelled')
    await page.getByLabel('E-mail').fill('nobody@example.com')
    await page.getByRole('heading', { name: 'No order fits' }).waitFor()
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('listitem').filter({ hasText: placed.orderId }).waitFor()
  })
})

describe('reaching a customer', () => {
  it('asks for the permission as a phone does, and shows what comes in', async () => {
    await pages.context.grantPermissions(['notifications'], { origin: host.urls.mobile })
    const phone = '+4915199999999'
    await page.goto(`${host.urls.mobile}/phone`)
    await page.getByLabel('Phone number').fill('0151')
    await page.getByRole('button', { name: 'Take it out' }).click()
    await page.getByText('Begin with +').waitFor()
    expect(await faults(page, 'phone-choose')).toEqual([])
    await page.getByLabel('Phone number').fill(phone)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.getByText(/Notifications are on/u).waitFor({ timeout: 15_000 })
    await placeOrder(host, { ...ada, phone })
    await page.getByRole('link', { name: 'Order created' }).waitFor()
    expect(await faults(page, 'phone-allowed')).toEqual([])
    const payload = { title: 'Delivered', body: 'At your door.', tag: 'o:delivered', url: track('o') }
    await deliverPush(pages.context, page, JSON.stringify(payload))
    await expect.poll(() => shownNotifications(page)).toContain('Delivered: At your door.')
  })

  it('leaves out a channel that the customer does not want', async () => {
    const email = 'quiet@example.com'
    await page.goto(`${host.urls.notifications}/preferences`)
    await page.getByLabel('E-mail address or phone number').fill(email)
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByLabel('By e-mail').uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    expect(await faults(page, 'preferences')).toEqual([])
    const { orderId } = await placeOrder(host, { ...ada, email })
    await open(`${host.urls.email}/outbox?show=outbox`)
    await page.getByText('The customer wants no e-mail').first().waitFor()
    const statuses = async () => {
      const { items } = await send<{ items: { status: string }[] }>(
        `${host.urls.email}/mails?orderId=${orderId}`,
        undefined,
        'GET',
      )
      return items.map(({ status }) => status)
    }
    await expect.poll(statuses, { timeout: 10_000 }).toEqual(['unwanted', 'unwanted'])
  })
})

describe('the pages in trouble', () => {
  it('say that they are stale, go on by themselves, and have missed nothing', async () => {
    const line = await breakableLine(host.urls.orders)
    try {
      const placed = await placeOrder(host)
      await open(`${line.url}/track/${placed.orderId}`)
      line.cut()
      await page.getByText('What you see may be old.').waitFor()
      await heading('Your order is waiting for your payment').waitFor()
      expect(await faults(page, 'stale')).toEqual([])
      await pay(host, placed)
      line.mend()
      await heading('The courier has your order').waitFor()
      await page.getByText('What you see may be old.').waitFor({ state: 'detached' })
    } finally {
      await line.close()
    }
  })

  it('say what failed and try again when asked to', async () => {
    let isBroken = true
    await page.route('**/products', (route) =>
      isBroken
        ? route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"detail":"not there yet"}' })
        : route.fallback(),
    )
    await page.goto(host.urls.orders)
    await page.getByRole('heading', { name: 'The shelves could not be read' }).waitFor()
    expect(await faults(page, 'failing')).toEqual([])
    isBroken = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('button', { name: 'Add Steel kettle' }).waitFor()
  })

  it('show where things will be while they are read', async () => {
    await page.route(/\/orders/u, () => undefined)
    await page.goto(track())
    await page.getByRole('status', { name: 'Loading orders' }).waitFor()
    expect(await faults(page, 'loading')).toEqual([])
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
})

describe('the time to pay', () => {
  it('runs by the platform’s clock, and ends the payment and the order', async () => {
    const virtual = await startOrdersHost({ clock: 'virtual' })
    try {
      const { orderId, paymentUrl } = await placeOrder(virtual)
      await open(paymentUrl)
      await page.getByText(/Pay within (30:00|29:)/u).waitFor()
      await send(`${virtual.platform.ready.console}/v1/clock/advance`, { ms: 31 * 60_000 })
      await heading('The time to pay is over').waitFor()
      expect(await faults(page, 'expired')).toEqual([])
      await open(`${virtual.urls.orders}/track/${orderId}`)
      await heading('The payment did not work out').waitFor()
    } finally {
      await virtual.platform.remove()
    }
  })
})
