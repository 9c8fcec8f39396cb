import { type Platform, launchBrowser, startPlatform } from '@millrace/testkit'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPages } from './build-pages.ts'
import { pageFaults } from './page-faults.ts'

const systems = ['store', 'orders', 'fulfilment', 'pizza', 'tickets']
const DEMO_MS = 120_000

let platform: Platform
let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  const folders = ['store/dashboard/web', 'orders/web', 'fulfilment/web', 'pizza/webapp/web', 'tickets/web/pages']
  for (const folder of ['packages/console', ...folders.map((name) => `apps/${name}`)]) buildPages(folder)
  platform = await startPlatform({ apps: 'all', args: ['--app-ports', 'free'], readyTimeoutMs: 60_000 })
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const { consoleLink } = platform.ready as typeof platform.ready & { consoleLink: string }
  await page.goto(consoleLink)
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await platform?.remove()
})

it('shows the five systems, all of them up', async () => {
  for (const name of systems) {
    const card = page.getByRole('listitem', { name, exact: true })
    await card.getByText('Up', { exact: true }).waitFor()
  }
  expect(await pageFaults(page, 'overview')).toEqual([])
})

it.each(systems)('leads to every page of %s', async (name) => {
  const links = page.getByRole('list', { name: `Pages of ${name}` }).getByRole('link')
  const addresses = await links.evaluateAll((found) => found.map((link) => (link as { href?: string }).href ?? ''))
  expect(addresses.length).toBeGreaterThan(0)
  for (const address of addresses) {
    const opened = await context.newPage()
    const answer = await opened.goto(address)
    expect([address, answer?.status()]).toEqual([address, 200])
    await opened.getByRole('heading', { level: 1 }).first().waitFor()
    await opened.close()
  }
})

it.each([...systems, 'router'])(
  'runs the demo of %s at the press of its button, and shows what it prints',
  async (name) => {
    await page.getByRole('button', { name: `Demo of ${name}` }).click()
    const dialog = page.getByRole('dialog', { name: `Demo of ${name}` })
    await dialog.getByText('Done', { exact: true }).waitFor({ timeout: DEMO_MS })
    const lines = await dialog.getByLabel('What it printed').innerText()
    expect(lines.split('\n').length).toBeGreaterThan(1)
    if (name === 'orders') expect(await pageFaults(page, 'overview-demo')).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  },
)
