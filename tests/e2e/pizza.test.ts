import { connectKafka } from '@millrace/client'
import { systemClocks, systemRandom } from '@millrace/kernel'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { AppPages, heading as headingOf } from './harness/app-pages.ts'
import { breakableLine } from './orders/breakable-line.ts'
import { type PizzaHost, passSeconds, startPizzaHost } from './pizza/pizza-host.ts'

let host: PizzaHost
let page: Page
const pages = new AppPages({
  name: 'pizza',
  folder: 'apps/pizza/webapp/web',
  start: startPizzaHost,
  begun: (started) => (host = started),
  each: (fresh) => (page = fresh),
})

const faults = (name: string, on = page) => pages.faults(on, name)
const heading = (name: string | RegExp, on = page) => headingOf(on, name)
const isLive = (on = page) => on.getByText('Live', { exact: true }).waitFor()

async function logIn(name = 'Ada'): Promise<void> {
  await page.goto(`${host.urls.webapp}/login`)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Come in' }).click()
  await heading('Build your pizza').waitFor()
}

/** Orders what is on the counter; gives the order's id. */
async function order(): Promise<string> {
  await page.getByRole('button', { name: 'Order this pizza' }).click()
  await page.waitForURL(/\/orders\/[0-9a-f]{8}$/u)
  await isLive()
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

/** Moves the clock on until the page says so: what falls due takes its moment to come about. */
async function comesTo(text: string, on = page): Promise<void> {
  const found = heading(text, on)
  for (let second = 0; second < 120 && !(await found.isVisible()); second++) await passSeconds(host, 1)
  await found.waitFor()
}

/** Another program says that this pizza bakes for an hour, before ours has assembled it. */
async function slowOven(orderId: string): Promise<void> {
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const ports = { clocks: systemClocks(), random: systemRandom, log }
  const kafka = await connectKafka({ KAFKA_BROKERS: host.platform.ready.kafka }, ports)
  const clock = (await (await fetch(`${host.platform.ready.console ?? ''}/v1/clock`)).json()) as { now: number }
  const value = JSON.stringify({ status: 200, baking_time: 3600, timestamp: clock.now })
  await kafka.producer().send({ topic: 'pizza-assembled', key: orderId, value })
  await kafka.close()
}

describe('a pizza, from the counter to the door', () => {
  it('asks for a name, any name, and for one', async () => {
    await page.goto(host.urls.webapp)
    await page.waitForURL(/\/login/u)
    await heading('Stone-baked, the way you build it').waitFor()
    await page.getByRole('button', { name: 'Come in' }).click()
    await page.getByText('must be a name').waitFor()
    expect(await faults('login')).toEqual([])
    await page.getByLabel('Your name').fill('<b>Ada & Co</b>')
    await page.keyboard.press('Enter')
    await heading('Build your pizza').waitFor()
    // As it was typed: nothing of it is taken for a page.
    await page.getByText('<b>Ada & Co</b>').waitFor()
  })

  it('is built of six sauces, six cheeses, six main toppings and seven extras, with keys alone', async () => {
    await logIn()
    const group = (name: RegExp) => page.getByRole('group', { name })
    for (const [name, count] of [
      [/^Sauce/u, 6],
      [/^Cheese/u, 6],
      [/^Main topping/u, 6],
    ] as const)
      expect(await group(name).getByRole('radio').count()).toBe(count)
    expect(
      await group(/^Extras/u)
        .getByRole('checkbox')
        .count(),
    ).toBe(7)
    await page.getByRole('radio', { name: 'Pesto' }).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.getByRole('checkbox', { name: 'Egg' }).focus()
    await page.keyboard.press('Space')
    await page.getByText('Pepperoni on Pesto with Provolone, plus Egg').waitFor()
    expect(await faults('build')).toEqual([])
  })

  it('has an empty list of orders before the first', async () => {
    await logIn('Nobody')
    await page.getByRole('link', { name: 'My orders' }).click()
    await page.getByRole('heading', { name: 'No orders yet' }).waitFor()
    expect(await faults('no-orders')).toEqual([])
  })

  it('is followed stage by stage without a click, and each service tells what it did', async () => {
    await logIn()
    await page.getByRole('checkbox', { name: 'Mushroom' }).check()
    await page.getByRole('checkbox', { name: 'Black olives' }).check()
    const orderId = await order()
    await heading('We have your order, and are preparing your pizza').waitFor()
    expect(await faults('placed')).toEqual([])
    await comesTo('Your pizza is in the oven')
    await comesTo('Your pizza is on its way to you')
    const bake = page.getByRole('button', { name: /^Bake/u })
    await bake.click()
    await page.getByRole('heading', { name: `What Bake says about ${orderId}` }).waitFor()
    const lines = page.getByRole('list', { name: 'Log' }).getByRole('listitem')
    await expect.poll(() => lines.count()).toBe(2)
    expect(await lines.filter({ hasText: `order ${orderId} is baked` }).count()).toBe(1)
    expect(await faults('on-its-way')).toEqual([])
    await bake.click()
    await comesTo('Your pizza was delivered')
    await expect.poll(() => lines.filter({ hasText: 'is delivered' }).count()).toBe(1)
    expect(await faults('delivered')).toEqual([])
    await page.getByRole('link', { name: 'My orders' }).click()
    await page.getByRole('listitem').filter({ hasText: orderId }).getByText('Delivered').waitFor()
    expect(await faults('my-orders')).toEqual([])
  })

  it('is nobody else’s business', async () => {
    await logIn()
    const orderId = await order()
    const mine = page
    const others = await pages.browser.newContext()
    page = await others.newPage()
    await logIn('Bob')
    await page.goto(`${host.urls.webapp}/orders/${orderId}`)
    await page.getByRole('heading', { name: 'There is no such order' }).waitFor()
    await others.close()
    page = mine
  })
})

describe('the kitchen', () => {
  it('is told of a stuck order, drives it on, and the customer sees both', async () => {
    await logIn('Grace')
    const orderId = await order()
    await slowOven(orderId)
    const kitchen = await pages.newPage()
    await kitchen.goto(`${host.urls.webapp}/operator`)
    await isLive(kitchen)
    await comesTo('Your order takes longer than it should; we are looking into it')
    await page.getByText('This takes longer than it should.').waitFor()
    expect(await faults('stuck')).toEqual([])
    await kitchen.getByText(/stuck: drive/u).waitFor()
    expect(await faults('kitchen', kitchen)).toEqual([])
    await kitchen.getByRole('button', { name: `Drive on: order ${orderId}` }).click()
    await heading('Your pizza is on its way to you').waitFor()
    await expect.poll(() => kitchen.getByRole('button', { name: `Drive on: order ${orderId}` }).count()).toBe(0)
    await comesTo('Your pizza was delivered')
  })

  it('cancels an order after asking, and the customer sees it', async () => {
    await logIn('Hopper')
    const orderId = await order()
    await slowOven(orderId)
    const kitchen = await pages.newPage()
    await kitchen.goto(`${host.urls.webapp}/operator?show=way`)
    await kitchen.getByRole('button', { name: `Cancel: order ${orderId}` }).click()
    await kitchen.getByRole('heading', { name: `Cancel order ${orderId}?` }).waitFor()
    expect(await faults('cancel', kitchen)).toEqual([])
    await kitchen.getByRole('button', { name: 'Cancel the order' }).click()
    await heading('Your order was cancelled').waitFor()
    expect(await faults('cancelled')).toEqual([])
    await kitchen.goto(`${host.urls.webapp}/operator/${orderId}`)
    await heading('Your order was cancelled', kitchen).waitFor()
    await passSeconds(host, 60)
    await heading('Your order was cancelled').waitFor()
  })
})

describe('a page whose line is cut', () => {
  it('says so, and goes on by itself', async () => {
    const line = await breakableLine(host.urls.webapp)
    try {
      await page.goto(`${line.url}/operator?show=all`)
      await isLive()
      line.cut()
      await page.getByText('What you see may be old.').waitFor()
      expect(await faults('stale')).toEqual([])
      line.mend()
      await isLive()
    } finally {
      await line.close()
    }
  })
})
