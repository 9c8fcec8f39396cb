import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { type FulfilmentHost, startFulfilmentHost } from './fulfilment/fulfilment-host.ts'
import { AppPages, heading as headingOf, openLive } from './harness/app-pages.ts'
import { send } from './harness/send.ts'

const SHIRT = 'Limited Edition Zeebe T-shirt'
const ALE = 'Camunda Escalation Ale'
const BOOK = 'Real-Life BPMN Book'

let host: FulfilmentHost
let page: Page
const pages = new AppPages({
  name: 'fulfilment',
  folder: 'apps/fulfilment/web',
  start: startFulfilmentHost,
  begun: (started) => (host = started),
  each: (fresh) => (page = fresh),
})

const faults = (name: string, on = page) => pages.faults(on, name)

const open = (url: string, on = page): Promise<void> => openLive(on, url)
const heading = (name: string | RegExp, on = page) => headingOf(on, name)
const product = (name: string, on = page) =>
  on.getByRole('list', { name: 'Products' }).getByRole('listitem').filter({ hasText: name })

const restock = async (): Promise<void> => {
  await page.getByRole('button', { name: 'Restock the demo ecommerce store' }).click()
  for (const name of [SHIRT, ALE, BOOK]) await product(name).getByText('2 left').waitFor()
}

interface Bought {
  readonly card?: string
  readonly way?: string
}

/** Buys as a customer does; gives the order's id. */
const buy = async (name: string, { card = 'is charged', way }: Bought = {}): Promise<string> => {
  await open(host.urls.shop)
  await product(name)
    .getByRole('button', { name: `Buy ${name}` })
    .click()
  const dialog = page.getByRole('dialog', { name: 'Buy' })
  await dialog.getByLabel('Name').fill('Ada Winter')
  await dialog.getByLabel('E-mail').fill('ada@example.org')
  await dialog.getByRole('radio', { name: card }).check()
  if (way !== undefined) await dialog.getByLabel('How it is fulfilled').selectOption({ label: way })
  await dialog.getByRole('button', { name: 'Buy and pay' }).click()
  await page.waitForURL(/\/track\//u)
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

describe('the pages before anything has happened', () => {
  it.each([
    ['shop', '/', 'The shelves are empty.'],
    ['shop', '/track', 'No orders yet'],
    ['shop', '/db/stock', 'No records yet'],
    ['operator', '/desk', 'No orders yet'],
  ] as const)('says on %s%s what will be there', async (service, path, text) => {
    await open(`${host.urls[service]}${path}`)
    await page.getByText(text).first().waitFor()
    expect(await faults(`empty-${path.replaceAll(/\W+/gu, '-')}`)).toEqual([])
  })
})

describe('the shop', () => {
  it('is restocked with one button, product by product, and shows the records', async () => {
    await open(host.urls.shop)
    const stock = await pages.newPage()
    await open(`${host.urls.shop}/db/stock`, stock)
    await restock()
    expect(await faults('shop')).toEqual([])
    const rows = stock.getByRole('row').filter({ hasText: /Shirt|Ale|Book|T-shirt/u })
    await expect.poll(() => rows.count()).toBe(3)
    await stock.getByText('"product": "Real-Life BPMN Book"').waitFor()
    expect(await faults('stock', stock)).toEqual([])
  })

  it('names the wrong fields, and sells with keys alone', async () => {
    await open(host.urls.shop)
    await page.getByRole('button', { name: `Buy ${BOOK}` }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.getByText('must be an e-mail address').waitFor()
    await page.getByText('is missing').waitFor()
    expect(await faults('checkout')).toEqual([])
    await page.getByLabel('Name').focus()
    await page.keyboard.type('Ada Winter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('ada@example.org')
    await page.keyboard.press('Enter')
    await heading('Your order is shipped').waitFor()
    expect(await faults('shipped')).toEqual([])
  })

  it.each([
    ['Services answer by message', 'message'],
    ['Workers answer for themselves', 'direct'],
  ])('ships an order whose %s', async (way) => {
    await buy(SHIRT, { way })
    await heading('Your order is shipped').waitFor()
    expect(await page.getByRole('list').first().getByRole('listitem').count()).toBe(6)
  })

  it('says when it is sold out, and takes no order of what is', async () => {
    await open(host.urls.shop)
    await product(SHIRT).getByText('Sold out').first().waitFor()
    expect(await page.getByRole('button', { name: `${SHIRT} is sold out` }).isDisabled()).toBe(true)
    expect(await faults('sold-out')).toEqual([])
    const customer = { name: 'Bob Late', email: 'bob@example.org' }
    const order = { customer, product: SHIRT, card: '4242424242424242' }
    const { orderId } = await send<{ orderId: string }>(`${host.urls.shop}/orders`, order)
    await open(`${host.urls.shop}/track/${orderId}`)
    await heading('Somebody was faster').waitFor()
    expect(await faults('too-late')).toEqual([])
  })

  it('charges nothing to a card that is declined, and puts the piece back', async () => {
    await buy(BOOK, { card: 'is declined' })
    await heading('Your order was not fulfilled').waitFor()
    expect(await faults('declined')).toEqual([])
    await open(host.urls.shop)
    await product(BOOK).getByText('Last piece').waitFor()
  })

  it('is full again after it was restocked', async () => {
    await open(host.urls.shop)
    await restock()
    await open(`${host.urls.shop}/track`)
    await page.getByRole('listitem').filter({ hasText: 'Bob Late' }).getByText('Sold out').waitFor()
    expect(await faults('orders')).toEqual([])
    await page.goto(`${host.urls.shop}/track/none`)
    await page.getByRole('heading', { name: 'There is no such order' }).waitFor()
  })
})

describe('the operator', () => {
  const element = (name: string) => page.getByRole('list', { name: 'Elements in order' }).getByRole('button', { name })
  const shape = (id: string) => page.locator(`[data-element-id="${id}"].djs-shape`)
  const classesOf = async (id: string) => (await shape(id).getAttribute('class')) ?? ''

  it('sees a fulfilled order on its diagram, and finds each element with the keyboard', async () => {
    const orderId = await buy(ALE, { way: 'Services answer by message' })
    await heading('Your order is shipped').waitFor()
    await open(`${host.urls.operator}/desk/${orderId}`)
    await shape('order_fulfilled').waitFor()
    await expect.poll(() => classesOf('order_fulfilled')).toContain('desk-done')
    expect(await classesOf('increment_stock')).not.toContain('desk-')
    await page.getByTitle('Powered by bpmn.io').waitFor()
    await element('Charge customer').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => classesOf('charge_customer')).toContain('desk-selected')
    await shape('ship_to_customer').click()
    expect(await element('Ship to customer').getAttribute('aria-pressed')).toBe('true')
    expect(await faults('desk-fulfilled')).toEqual([])
  })

  it('sees a lost answer as an incident after 300 s, and the order is shipped when it comes late', async () => {
    await open(`${host.urls.operator}/desk`)
    await page.getByRole('checkbox', { name: 'Payments: hold answers back' }).check()
    const orderId = await buy(ALE)
    const customer = page
    await heading('Your order is in hand').waitFor()
    page = await pages.newPage()
    await open(`${host.urls.operator}/desk/${orderId}`)
    await element('CHARGED_CUSTOMER message is here').waitFor()
    await expect.poll(() => classesOf('CHARGED_CUSTOMER')).toContain('desk-here')
    expect(await faults('desk-waiting')).toEqual([])

    await host.advance(301_000)
    const incident = page.getByRole('form', { name: 'Incident at Raise Incident' })
    await incident.getByText('is not complete after 300 s').waitFor()
    await expect.poll(() => classesOf('raise_incident')).toContain('desk-stuck')
    await customer.getByText('This takes longer than it should.').waitFor()
    expect(await faults('desk-incident')).toEqual([])
    expect(await faults('late', customer)).toEqual([])

    await page.getByRole('checkbox', { name: 'Payments: hold answers back' }).uncheck()
    await heading('Your order is shipped', customer).waitFor()
    await element('Order fulfilled end done').waitFor()
    expect(await element('Raise Incident service task incident').count()).toBe(1)

    await incident.getByRole('button', { name: 'Retry' }).click()
    await incident.waitFor({ state: 'detached' })
    await element('Incident resolved end done').waitFor()
    await expect.poll(() => classesOf('ended')).toContain('desk-done')
    expect(await faults('desk-resolved')).toEqual([])
  })

  it('asks before an order is cancelled, and its piece is on the shelf again', async () => {
    await open(`${host.urls.operator}/desk`)
    await page.getByRole('checkbox', { name: 'Take from the shelf: hold answers back' }).check()
    const orderId = await buy(BOOK)
    await heading('A piece is yours').waitFor()
    await open(`${host.urls.operator}/desk/${orderId}`)
    await page.getByRole('button', { name: 'Cancel the order' }).click()
    const dialog = page.getByRole('dialog', { name: 'Cancel the order?' })
    expect(await faults('desk-cancel')).toEqual([])
    await dialog.getByRole('button', { name: 'Cancel the order' }).click()
    await page.getByText('The order is cancelled, and its piece is back on the shelf.').waitFor()
    await element('DECREMENTED_STOCK message cancelled').waitFor()
    await page.getByRole('checkbox', { name: 'Take from the shelf: hold answers back' }).uncheck()
    await page.getByLabel('Show').selectOption('open')
    await page.getByText('No order fits.').waitFor()
    await open(host.urls.shop)
    await product(BOOK).getByText('2 left').waitFor()
  })
})
