import { launchBrowser } from '@millrace/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPages } from './build-pages.ts'
import { send } from './harness/send.ts'
import { breakableLine } from './orders/breakable-line.ts'
import { pageFaults } from './page-faults.ts'
import { type Customer, heading, newCustomer, open, press } from './tickets/customer.ts'
import { type SaleHost, startSaleHost } from './tickets/sale-host.ts'

const HOUR = 3_600_000

let host: SaleHost
let browser: Browser
const customers: Customer[] = []
/** Two people side by side; who of them drew the first place is known when the sale is open. */
let ada: Customer
let bo: Customer
let first: Customer
let second: Customer
let office: Page

const customer = async (): Promise<Customer> => {
  const made = await newCustomer(browser, host.urls.web)
  customers.push(made)
  return made
}

const faults = (page: Page, name: string) => pageFaults(page, `tickets-${name}`)
const position = (page: Page) => page.locator('.ts-position-number').innerText()

beforeAll(async () => {
  buildPages('apps/tickets/web/pages')
  host = await startSaleHost({
    // The virtual clock begins with the year.
    SALE_OPENS_AT: '2026-01-01T01:00:00Z',
    QUEUE_RATE_PER_MINUTE: '6',
    QUEUE_OFFER_MS: String(10 * 60_000),
    QUEUE_TOKEN_MS: String(30 * 60_000),
    QUEUE_GRACE_MS: String(2 * HOUR),
    TICKETS_CAPACITY: '30',
  })
  browser = await launchBrowser()
  ada = await customer()
  bo = await customer()
  office = (await customer()).page
})

afterAll(async () => {
  await browser?.close()
  await host?.platform.remove()
  expect(customers.flatMap(({ complaints }) => complaints)).toEqual([])
})

describe('before the sale opens', () => {
  it('counts down, and says how places are given out, with the fingerprint of the seed', async () => {
    await open(ada.page, '/')
    await heading(ada.page, /The sale opens in (1:00:0\d|59:)/u).waitFor()
    await ada.page.getByText('How places are given out').click()
    await ada.page.getByText('Published when the sale opens').waitFor()
    await ada.page.getByRole('button', { name: /Copy the fingerprint [0-9a-f]{64}/u }).waitFor()
    expect(await faults(ada.page, 'outside-early')).toEqual([])
  })

  it('gathers people in the waiting room, with keys alone', async () => {
    await ada.page.getByRole('button', { name: 'Enter the waiting room' }).focus()
    await ada.page.keyboard.press('Enter')
    await ada.page.getByText('You are in the waiting room', { exact: true }).waitFor()
    await open(bo.page, '/')
    await press(bo.page, 'Enter the waiting room')
    await ada.page.getByText('2 people are here, you among them.').waitFor()
    expect(await faults(ada.page, 'early')).toEqual([])
  })

  it('has nothing to choose, to pay or to show yet', async () => {
    const tab = await ada.tab()
    await open(tab, '/tickets')
    await tab.getByRole('heading', { name: 'It is not your turn yet' }).waitFor()
    expect(await faults(tab, 'not-yet')).toEqual([])
    await open(tab, '/pay')
    await tab.getByRole('heading', { name: 'There is nothing to pay' }).waitFor()
    await open(tab, '/yourtickets')
    await tab.getByRole('heading', { name: 'No tickets yet' }).waitFor()
    expect(await faults(tab, 'no-tickets')).toEqual([])
    await tab.close()
  })
})

describe('in line', () => {
  it('has drawn lots, published the seed, and shows each their place', async () => {
    await host.advance(HOUR)
    for (const { page } of [ada, bo]) await page.getByText('Your place in line').waitFor()
    const places = [await position(ada.page), await position(bo.page)]
    expect(places.toSorted()).toEqual(['1', '2'])
    ;[first, second] = places[0] === '1' ? [ada, bo] : [bo, ada]
    await second.page.getByText('of 2 people in line').waitFor()
    await ada.page.getByRole('button', { name: /Copy the seed [0-9a-f]{32,}/u }).waitFor()
    expect(await faults(second.page, 'waiting')).toEqual([])
  })

  it('keeps the place over a refresh and in another tab', async () => {
    await second.page.reload()
    await second.page.getByText('Your place in line').waitFor()
    const tab = await second.tab()
    await open(tab, '/')
    await tab.getByText('of 2 people in line').waitFor()
    expect([await position(second.page), await position(tab)]).toEqual(['2', '2'])
    await tab.close()
  })

  it('tells those who listen how far it is, and when it is their turn', async () => {
    await second.page.locator('output', { hasText: '1 person is ahead of you.' }).waitFor({ state: 'attached' })
    await host.advance(10_000)
    await heading(first.page, 'It is your turn').waitFor()
    await first.page.locator('output', { hasText: 'It is your turn.' }).waitFor({ state: 'attached' })
    await first.page.getByText(/The shop is open to you for another (30:00|29:5\d)/u).waitFor()
    await expect.poll(() => position(second.page)).toBe('1')
    await second.page.getByText('You are next. Keep this page open.').waitFor()
    expect(await faults(first.page, 'your-turn')).toEqual([])
  })
})

describe('buying by card', () => {
  it('chooses where and how many, and holds them', async () => {
    const { page } = first
    await page.getByRole('link', { name: 'Choose your tickets' }).click()
    await page.getByRole('radio', { name: /Balcony 1/u }).check()
    await page.getByText('only 6 left').first().waitFor()
    expect(await faults(page, 'choose')).toEqual([])
    await press(page, 'One more')
    await press(page, /Hold for two minutes · €295\.50/u)
    await heading(page, 'Pay by card').waitFor()
    await page.getByText(/^(2:00|1:5\d)$/u).waitFor()
    expect(await faults(page, 'pay')).toEqual([])
  })

  it('is reminded after a minute', async () => {
    await host.advance(60_000)
    await first.page.getByText(/Your tickets are held for another (1 minute|59|58|57|56|55)/u).waitFor()
    await first.page.getByText(/^(1:00|0:5\d)$/u).waitFor()
    expect(await faults(first.page, 'reminded')).toEqual([])
  })

  it('pays, and has the tickets with their codes, also after a reload', async () => {
    const { page } = first
    await press(page, /4242 4242 4242 4242/u)
    await press(page, /^Pay €/u)
    await heading(page, 'Asking your bank').waitFor()
    expect(await faults(page, 'asking')).toEqual([])
    await host.advance(10_000)
    await heading(page, 'Paid, thank you').waitFor()
    expect(await faults(page, 'paid')).toEqual([])
    await page.getByRole('link', { name: 'Show your tickets' }).click()
    await expect.poll(() => page.getByRole('img', { name: /Code of ticket/u }).count()).toBe(3)
    expect(await faults(page, 'your-tickets')).toEqual([])
    await page.reload()
    await page.getByRole('article', { name: 'Ticket 3 of 3, Balcony 1' }).waitFor()
  })
})

describe('not buying', () => {
  it('is told of a declined card, and may try another', async () => {
    const { page } = second
    await heading(page, 'It is your turn').waitFor()
    await page.getByRole('link', { name: 'Choose your tickets' }).click()
    await page.getByRole('radio', { name: /Standing/u }).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await press(page, /Hold for two minutes · €247\.00/u)
    await heading(page, 'Pay by card').waitFor()
    await page.getByLabel('Card number').fill('12')
    await press(page, /^Pay €/u)
    await page.getByText('must be the digits of a card').waitFor()
    await press(page, /insufficient funds/u)
    await press(page, /^Pay €/u)
    await heading(page, 'Asking your bank').waitFor()
    await host.advance(10_000)
    await page.getByText('The card was declined.').waitFor()
    await page.getByText('2 more cards').waitFor()
    expect(await faults(page, 'declined')).toEqual([])
  })

  it('runs out of time, and the tickets are on sale again', async () => {
    const { page } = second
    await host.advance(121_000)
    await heading(page, 'The time to pay is over').waitFor()
    expect(await faults(page, 'timed-out')).toEqual([])
    const stock = await send<{ held: number; available: number }>(`${host.urls.tickets}/stock`, undefined, 'GET')
    expect([stock.held, stock.available]).toEqual([0, 27])
    await page.getByRole('link', { name: 'Back to the sale' }).click()
    await heading(page, 'It is your turn').waitFor()
  })

  it('gives up, and what was held goes back at once', async () => {
    const { page } = second
    await open(page, '/tickets')
    await page.getByRole('radio', { name: /Far away/u }).check()
    await press(page, /Hold for two minutes/u)
    await heading(page, 'Pay by card').waitFor()
    await open(page, '/')
    await page.getByRole('link', { name: 'Pay for the tickets that you hold' }).waitFor()
    await press(page, 'Give up and leave')
    const dialog = page.getByRole('dialog', { name: 'Give up and leave?' })
    await dialog.waitFor()
    expect(await faults(page, 'giving-up')).toEqual([])
    await dialog.getByRole('button', { name: 'Give up and leave' }).click()
    await page.getByText('You have left. Your place has gone to the next in line.').waitFor()
    expect(await faults(page, 'left')).toEqual([])
    const stock = await send<{ held: number }>(`${host.urls.tickets}/stock`, undefined, 'GET')
    expect(stock.held).toBe(0)
  })
})

describe('ten tickets and more', () => {
  it('are paid by bank transfer, which the back office says has come', async () => {
    const { page } = await customer()
    await open(page, '/')
    await press(page, 'Join the line')
    await host.advance(10_000)
    await page.getByRole('link', { name: 'Choose your tickets' }).click()
    await page.getByRole('radio', { name: /Standing/u }).check()
    await page.getByLabel('How many').fill('10')
    await page.getByText('10 tickets and more are paid by bank transfer.').waitFor()
    await press(page, /Hold for two minutes · €1,235\.00/u)
    await press(page, 'Get the transfer’s details')
    await page.getByRole('button', { name: /Copy the reference/u }).waitFor()
    expect(await faults(page, 'transfer')).toEqual([])
    await open(office, '/backoffice')
    await office.getByRole('button', { name: /^The money for .* has arrived$/u }).click()
    await heading(page, 'Paid, thank you').waitFor()
    await page.getByRole('link', { name: 'Show your tickets' }).click()
    await expect.poll(() => page.getByRole('img', { name: /Code of ticket/u }).count()).toBe(10)
  })
})

describe('the back office', () => {
  it('shows the sale as it goes, and lets nobody in while it is paused', async () => {
    await open(office, '/backoffice')
    await office.locator('.ts-figure', { hasText: 'Sold' }).getByText('13', { exact: true }).waitFor()
    await press(office, 'Pause')
    await office.getByText('Nobody is let in. Places are kept, and others may join.').waitFor()
    await office.getByLabel('How many').fill('40')
    await press(office, 'Generate')
    await office.locator('.ts-figure', { hasText: 'In line' }).getByText('40', { exact: true }).waitFor()
    const waiting = await customer()
    await open(waiting.page, '/')
    await press(waiting.page, 'Join the line')
    await waiting.page.getByText('The line stands still').waitFor()
    expect(await position(waiting.page)).toBe('41')
    expect(await faults(waiting.page, 'paused')).toEqual([])
    expect(await faults(office, 'office')).toEqual([])
  })

  it('takes somebody out of the line, who is told so', async () => {
    const waiting = customers.at(-1)?.page as Page
    for (let page = 0; page < 2; page++) await press(office, 'Next')
    await office.getByRole('button', { name: /^Remove (?!mock)/u }).click()
    await waiting.getByText('You were taken out of the line by the people who run the sale.').waitFor()
    expect(await faults(waiting, 'removed')).toEqual([])
  })

  it('sets the pace, names what is wrong with it, and tells those who wait', async () => {
    await office.getByLabel('Let in a minute').fill('-1')
    await press(office, 'Save')
    await office.locator('.mr-field-error').first().waitFor()
    await office.getByLabel('Let in a minute').fill('600')
    await office.getByLabel('Message to those who wait').fill('The bar is open.')
    await press(office, 'Save')
    await customers.at(-1)?.page.getByText('The bar is open.').waitFor()
    await press(office, 'Resume')
    await office.getByText('People are let in at the rate that is set').waitFor()
    const inLine = () => office.locator('.ts-figure', { hasText: 'In line' }).locator('.ts-figure-value').innerText()
    await host.advance(10_000)
    // As many as there are tickets for, and no more: those who were let in buy nothing.
    await expect.poll(inLine, { timeout: 10_000 }).not.toBe('40')
  })

  it('counts the joins of a bot that were refused', async () => {
    const statuses: number[] = []
    for (let time = 0; time < 40; time++) {
      const answer = await fetch(`${host.urls.web}/room/join`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
      statuses.push(answer.status)
    }
    const refused = statuses.filter((status) => status === 429).length
    expect(refused).toBeGreaterThan(15)
    const figure = office.locator('.ts-figure', { hasText: 'Refused joins' }).locator('.ts-figure-value')
    await expect.poll(() => figure.innerText(), { timeout: 10_000 }).toBe(String(refused))
    expect(await faults(office, 'office-bots')).toEqual([])
  })

  it('drains, closes and begins a new sale', async () => {
    await press(office, /^Drain$/u)
    await office.getByText('Nobody new may join.', { exact: false }).first().waitFor()
    await press(office, /^Close$/u)
    const page = customers.at(-1)?.page as Page
    await heading(page, 'The sale is closed').waitFor()
    expect(await faults(page, 'closed')).toEqual([])
    await press(office, /^Reset$/u)
    const dialog = office.getByRole('dialog', { name: 'Begin a new sale?' })
    await dialog.waitFor()
    expect(await faults(office, 'office-reset')).toEqual([])
    await dialog.getByRole('button', { name: 'Begin a new sale' }).click()
    await office.locator('.ts-figure', { hasText: 'Sold' }).getByText('0', { exact: true }).waitFor()
    await page.getByRole('button', { name: /Join the line/u }).waitFor()
  })
})

describe('in trouble', () => {
  it('says that it is stale, keeps the place, and goes on by itself', async () => {
    const line = await breakableLine(host.urls.web)
    try {
      const { page } = await newCustomer(browser, line.url)
      await open(page, '/')
      await press(page, /Join the line/u)
      await page.getByText('Your place in line').waitFor()
      line.cut()
      await page.getByText('What you see may be old.').waitFor()
      await page.getByText('Your place in line').waitFor()
      expect(await faults(page, 'stale')).toEqual([])
      await host.advance(10_000)
      line.mend()
      await heading(page, 'It is your turn').waitFor()
      await page.getByText('What you see may be old.').waitFor({ state: 'detached' })
    } finally {
      await line.close()
    }
  })
})

describe('without script', () => {
  it('waits, chooses and pays by forms', async () => {
    const context = await browser.newContext({ baseURL: host.urls.web, javaScriptEnabled: false })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto('/')
    await page.waitForURL('**/plain')
    await press(page, 'Join the line')
    await page.getByRole('heading', { name: /You are number \d of|It is your turn/u }).waitFor()
    // Who lost the line above may still stand before.
    const turn = page.getByRole('heading', { name: 'It is your turn' })
    for (let looks = 0; looks < 6 && (await turn.count()) === 0; looks++) {
      await host.advance(10_000)
      await page.getByRole('link', { name: 'Look now' }).click()
    }
    await turn.waitFor()
    await page.getByRole('radio', { name: /Far away/u }).check()
    await press(page, 'Hold for two minutes')
    await page.getByLabel('Card number').fill('4242 4242 4242 4242')
    await press(page, 'Pay')
    await page.getByText('Your bank is being asked.').waitFor()
    await host.advance(10_000)
    await page.getByRole('link', { name: 'Look now' }).click()
    await expect.poll(() => page.getByRole('img', { name: /Code of ticket/u }).count()).toBe(2)
    await context.close()
    const { page: scripted } = await customer()
    await scripted.goto('/plain')
    expect(await faults(scripted, 'plain')).toEqual([])
  })
})

describe('sold out', () => {
  const call = <T>(service: 'queue' | 'tickets' | 'payments', path: string, body?: object, token = '') =>
    send<T>(host.urls[service] + path, body, body === undefined ? 'GET' : 'POST', { authorization: `Bearer ${token}` })

  /** Buyers who hold everything that is left, each of another kind. */
  const buyers = [
    ['standing', 12],
    ['balcony 1', 6],
    ['balcony 2', 6],
    ['far away', 4],
  ] as const

  it('is not final as long as somebody holds tickets', async () => {
    for (const [at] of buyers.entries()) await call('queue', '/join', { sessionId: `buyer-${at}` })
    await host.advance(60_000)
    for (const [at, [ticketsType, ticketsQuantity]] of buyers.entries()) {
      const [sessionId, reservationId] = [`buyer-${at}`, `all-${at}`]
      const { token = '' } = await call<{ token?: string }>('queue', `/${sessionId}`)
      await call('tickets', '/reserve', { reservationId, sessionId, ticketsType, ticketsQuantity }, token)
    }
    const { page } = await customer()
    await open(page, '/')
    await page.getByText('All tickets are held by people who are paying.', { exact: false }).waitFor()
    await press(page, 'Join the line')
    await page.getByText('All tickets are held at the moment.', { exact: false }).waitFor()
    expect(await faults(page, 'all-held')).toEqual([])
  })

  it('is final when all is paid for', async () => {
    for (const [at, [, quantity]] of buyers.entries()) {
      const [sessionId, reservationId] = [`buyer-${at}`, `all-${at}`]
      const card = quantity < 10 ? { card: { number: '4242424242424242' } } : {}
      const { token = '' } = await call<{ token?: string }>('queue', `/${sessionId}`)
      await call('tickets', '/checkout', { reservationId, sessionId, ...card }, token)
      if (quantity >= 10) await call('payments', `/api/${reservationId}/transfer`, {})
    }
    await host.advance(10_000)
    const page = customers.at(-1)?.page as Page
    await page.getByText('You need not wait any longer.').first().waitFor()
    expect(await faults(page, 'sold-out')).toEqual([])
    const late = await customer()
    await open(late.page, '/')
    await heading(late.page, 'Sold out').waitFor()
    expect(await faults(late.page, 'sold-out-outside')).toEqual([])
  })
})
