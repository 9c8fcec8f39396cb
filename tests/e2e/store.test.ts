import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { repositoryRoot } from '@millrace/testkit'
import type { Page, WebSocketRoute } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppPages, openLive } from './harness/app-pages.ts'
import { type Shopping, goShopping } from './store/shopping.ts'
import { type StoreHost, post, startStoreHost } from './store/store-host.ts'

let host: StoreHost
let page: Page
const pages = new AppPages({
  name: 'store',
  folder: 'apps/store/dashboard/web',
  start: startStoreHost,
  begun: (started) => (host = started),
  each: (fresh) => (page = fresh),
})

const open = (path: string): Promise<void> => openLive(page, `${host.urls.dashboard}${path}`)
const faults = (name: string) => pages.faults(page, name)

const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })

describe('the dashboard before anything is there', () => {
  it('says what to do, in both themes and on a phone', async () => {
    await open('/')
    await page.getByRole('heading', { name: 'No customers yet' }).waitFor()
    await page.getByRole('heading', { name: 'No purchases yet' }).waitFor()
    expect(await faults('empty')).toEqual([])
  })

  it('follows the seed’s shell session, typed byte for byte, within a second of each answer', async () => {
    await open('/customers')
    const shell = spawn(process.execPath, [join(repositoryRoot, 'apps/store/shell/main.ts'), '--json'], {
      env: { ...process.env, ...shellUrls(host) },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const type = async (line: string): Promise<Record<string, string>> => {
      shell.stdin.write(`${line}\n`)
      const [data] = (await once(shell.stdout, 'data')) as [Buffer]
      return JSON.parse(data.toString().split('\n')[0] ?? '') as Record<string, string>
    }
    const within = { timeout: 1000 }
    await type(`p = Product.create name: 'Butter', price: 1.50`)
    const { id = '' } = await type(`c = Customer.create first_name: 'Danny', last_name: 'Tester'`)
    await row('Danny Tester').waitFor(within)
    await type(`Purchase.create product_id: p.id, customer_id: c.id, total: 1.99`)
    await row('Danny Tester').filter({ hasText: '$1.99' }).waitFor(within)
    await type(`customers = Customer.list`)
    await type(`c = Customer.retrieve('${id}')`)
    await type(`c.first_name = 'Ted'; c.save;`)
    await row('Ted Tester').filter({ hasText: '$1.99' }).waitFor(within)
    await type(`c.delete`)
    await row('Ted Tester').waitFor({ state: 'detached', timeout: 1000 })
    shell.stdin.end()
    expect((await once(shell, 'exit'))[0]).toBe(0)
  })
})

describe('the dashboard of a busy store', () => {
  let shopping: Shopping

  beforeAll(async () => {
    shopping = await goShopping(host.urls)
  })

  it.each(['customers', 'products'])('lists %s', async (kind) => {
    await open(`/${kind}`)
    await page.getByRole('row').nth(5).waitFor()
    expect(await faults(kind)).toEqual([])
  })

  it('shows the purchases of a customer, also of a product that was deleted', async () => {
    await open(`/customers/${shopping.customer.id}`)
    const dialog = page.getByRole('dialog', { name: 'Daan de Vries' })
    await dialog.getByText('deleted', { exact: true }).first().waitFor()
    expect(await faults('purchases')).toEqual([])
  })

  it('says of a product that it was deleted, and still lists who bought it', async () => {
    await open(`/products/${shopping.deleted.id}`)
    const dialog = page.getByRole('dialog', { name: 'Deleted product' })
    await dialog.getByText('This product is not there').waitFor()
    await dialog
      .getByRole('row', { name: /Daan de Vries/u })
      .first()
      .waitFor()
    expect(await faults('deleted')).toEqual([])
  })

  it('is driven by keys alone: open a row, close it, and the focus is where it was', async () => {
    await open('/customers')
    const link = page.getByRole('link', { name: 'Ada Winter' })
    await link.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Ada Winter' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await link.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
  })

  it('keeps search and order in the address', async () => {
    await open('/products')
    await page.getByRole('searchbox', { name: 'Search products' }).fill('oil')
    await row('Olive oil, cold pressed').waitFor()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await page.getByRole('button', { name: 'Price' }).click()
    expect(page.url()).toMatch(/\/products\?q=oil&sort=-price$/u)
    await page.reload()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await page.getByRole('searchbox').fill('nothing like it')
    await page.getByRole('heading', { name: 'No product matches' }).waitFor()
  })

  it('adds a product and a purchase, and names the wrong fields before', async () => {
    await open('/products')
    await page.getByRole('button', { name: 'Add product' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a product' })
    await page.keyboard.type('Honey')
    await dialog.getByLabel('Price').fill('-1')
    await dialog.getByRole('button', { name: 'Add product' }).click()
    await dialog.getByText('must not be negative').waitFor()
    expect(await faults('form')).toEqual([])
    await dialog.getByLabel('Price').fill('6.50')
    await page.keyboard.press('Enter')
    await row('Honey').waitFor()
    await page.getByRole('button', { name: 'Add purchase' }).click()
    const purchase = page.getByRole('dialog', { name: 'Add a purchase' })
    await purchase.getByLabel('Customer').selectOption({ label: 'Hugo Martín' })
    await purchase.getByLabel('Product').selectOption({ label: 'Honey, 6.50' })
    await purchase.getByRole('button', { name: 'Add purchase' }).click()
    await page.getByRole('complementary', { name: 'Latest purchases' }).getByText('Honey').waitFor()
    await row('Honey').filter({ hasText: '$6.50' }).waitFor()
  })

  it('deletes after asking', async () => {
    const { id } = await post(host.urls.customers, 'customers', { firstName: 'Short', lastName: 'Stay' })
    await open(`/customers/${id}`)
    const dialog = page.getByRole('dialog', { name: 'Short Stay' })
    await dialog.getByRole('button', { name: 'Delete customer' }).click()
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await row('Short Stay').waitFor({ state: 'detached' })
    expect((await fetch(`${host.urls.customers}/customers/${id}`)).status).toBe(404)
  })
})

describe('the dashboard in trouble', () => {
  it('says that it is stale, goes on by itself, and has missed nothing', async () => {
    const line = await brokenLine()
    await open('/customers')
    await line.cut()
    await page.getByText('What you see may be old.').waitFor()
    await page.getByText('Stale', { exact: false }).first().waitFor()
    expect(await faults('stale')).toEqual([])
    await post(host.urls.customers, 'customers', { firstName: 'Made', lastName: 'Meanwhile' })
    expect(await row('Made Meanwhile').count()).toBe(0)
    line.mend()
    await row('Made Meanwhile').waitFor()
    await page.getByText('What you see may be old.').waitFor({ state: 'detached' })
    expect(line.resumed()).toBe(true)
  })

  it('says what failed and tries again when asked to', async () => {
    let isBroken = true
    await page.route('**/api/customers?*', (route) =>
      isBroken
        ? route.fulfill({
            status: 503,
            contentType: 'application/problem+json',
            body: '{"detail":"the log was not read to its end within 5000 ms"}',
          })
        : route.fallback(),
    )
    await open('/customers')
    await page.getByRole('heading', { name: 'Customers could not be read' }).waitFor()
    expect(await faults('failing')).toEqual([])
    isBroken = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await row('Ada Winter').waitFor()
  })

  it('shows where things will be while they are read', async () => {
    await page.route('**/api/**', () => undefined)
    await open('/customers')
    await page.getByRole('status', { name: 'Loading customers' }).waitFor()
    expect(await faults('loading')).toEqual([])
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
})

/** Stands between the page and the dashboard's socket. */
async function brokenLine() {
  let isCut = false
  const urls: string[] = []
  const open = new Set<WebSocketRoute>()
  await page.routeWebSocket(/\/ws(\?|$)/u, (socket) => {
    urls.push(socket.url())
    if (isCut) {
      void socket.close()
      return
    }
    socket.connectToServer()
    open.add(socket)
  })
  return {
    cut: async () => {
      isCut = true
      await Promise.all([...open].map((socket) => socket.close()))
    },
    mend: () => {
      isCut = false
    },
    /** Whether the last connection asked for what it had missed. */
    resumed: () => /epoch=.*&after=\d+/u.test(urls.at(-1) ?? ''),
  }
}

const shellUrls = ({ urls }: StoreHost) => ({
  PRODUCTS_URL: urls.products,
  CUSTOMERS_URL: urls.customers,
  PURCHASES_URL: urls.purchases,
})
