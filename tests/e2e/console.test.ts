import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { launchBrowser, repositoryRoot, screenshots } from '@millrace/testkit'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeViolations } from './console/axe.ts'
import { type ConsoleHost, startConsoleHost, token } from './console/host.ts'
import { type Seeded, seed } from './console/seed.ts'

const consoleFolder = join(repositoryRoot, 'packages/console')
const schemes = ['light', 'dark'] as const
const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]

let host: ConsoleHost
let seeded: Seeded
let browser: Browser
let context: BrowserContext
let page: Page
/** What the browser complained about: scripts that failed, the security policy that was broken. */
const complaints: string[] = []

beforeAll(async () => {
  execFileSync(
    process.execPath,
    [join(repositoryRoot, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    {
      cwd: consoleFolder,
      // Vitest sets `test`, which would build React's slow and large development version.
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
  host = await startConsoleHost()
  seeded = await seed(host.kafka)
  browser = await launchBrowser()
  context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-write'],
    reducedMotion: 'reduce',
  })
  page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 4')) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
})

afterAll(async () => {
  await browser?.close()
  await seeded?.stop()
  await host?.stop()
})

const open = async (path: string, heading: string | RegExp) => {
  await page.goto(`${host.url}${path}`)
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

/** Takes screenshots; gives what axe finds, and whether the page scrolls sideways, in both schemes and sizes. */
async function faults(name: string): Promise<string[]> {
  await screenshots(page, `console-${name}`)
  const found: string[] = []
  for (const viewport of sizes)
    for (const colorScheme of schemes) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme })
      found.push(...(await axeViolations(page)))
      const isWider = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
      if (isWider) found.push(`wider than ${viewport.width} pixels`)
    }
  await page.setViewportSize({ width: 1280, height: 800 })
  return found
}

const signIn = async () => {
  await page.goto(`${host.url}/#token=${token}`)
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
}

describe('the token', () => {
  it('is asked for, refused when wrong, and opens the console when right', async () => {
    await open('/', 'Millrace needs its token')
    expect(await faults('token')).toEqual([])
    await page.getByLabel('Token').fill('wrong')
    await page.getByRole('button', { name: 'Open the console' }).click()
    await page.getByRole('alert').getByText('not the token of this console').waitFor()
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Open the console' }).click()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    expect(page.url()).toBe(`${host.url}/`)
  })

  it('is taken from the address that the server prints, and does not stay there', async () => {
    const fresh = await browser.newContext()
    const other = await fresh.newPage()
    await other.goto(`${host.url}/topics#token=${token}`)
    await other.getByRole('heading', { level: 1, name: 'Topics' }).waitFor()
    expect(other.url()).toBe(`${host.url}/topics`)
    expect(await other.evaluate('document.cookie')).toBe('')
    await fresh.close()
  })
})

describe('every page', () => {
  beforeAll(signIn)

  const pages: [name: string, path: string, heading: string | RegExp, ready: string][] = [
    ['overview', '/', 'Overview', 'Behind the most'],
    ['topics', '/topics', 'Topics', 'store-products'],
    ['topics-none', '/topics?q=zzz', 'Topics', 'No topic has'],
    ['topics-create', '/topics?dialog=create', 'Topics', 'How many consumers'],
    ['records', '/topics/orders', 'orders', 'order-1239'],
    ['records-filtered', '/topics/orders?filter=order.total+>+150+and+eventType+=+shipped', 'orders', 'that is all'],
    ['record', '/topics/orders?record=2:79', 'orders', 'traceparent'],
    ['record-binary', '/topics/payments?record=0:49', 'payments', '000102fdfeff'],
    ['records-empty', '/topics/empty-topic', 'empty-topic', 'No records yet'],
    ['produce', '/topics/orders?dialog=produce', 'orders', 'Add header'],
    ['partitions', '/topics/orders/partitions', 'orders', 'Groups that read it'],
    ['settings', '/topics/orders/settings', 'orders', 'retention.ms'],
    ['setting', '/topics/orders/settings?edit=retention.ms', 'orders', 'New value'],
    ['topic-gone', '/topics/never-there', 'never-there', 'No such topic'],
    ['groups', '/groups', 'Consumer groups', 'billing'],
    ['group', '/groups/fulfilment', 'fulfilment', 'Members'],
    ['group-reset', '/groups/billing?dialog=reset', 'billing', 'will be read again'],
    ['group-reset-refused', '/groups/fulfilment?dialog=reset', 'fulfilment', 'Stop its consumers first'],
    ['processes-absent', '/processes', 'Processes', 'No process engine'],
    ['clock', '/clock', 'Clock', 'Advance'],
    ['not-found', '/nowhere', 'Not found', 'There is no such page'],
  ]

  it.each(pages)(
    '%s is accessible, light and dark, on a desktop and on a phone',
    async (name, path, heading, ready) => {
      await open(path, heading)
      await page.getByText(ready).first().waitFor()
      expect(await faults(name)).toEqual([])
    },
  )
})

describe('an operator', () => {
  beforeAll(signIn)

  it('makes a topic, writes to it, sees the record live, and takes the topic away', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await open('/topics', 'Topics')
    await page.getByRole('button', { name: 'Create topic' }).click()
    await page.getByLabel('Name', { exact: true }).fill('not a name')
    await page.getByRole('dialog').getByRole('button', { name: 'Create topic' }).click()
    await page.getByText('a topic name is made of letters').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('e2e-journey')
    await page.getByRole('dialog').getByRole('button', { name: 'Create topic' }).click()
    await page.getByRole('heading', { level: 1, name: 'e2e-journey' }).waitFor()
    await page.getByRole('radio', { name: 'Live' }).check()
    await page.getByText('Waiting for the next record').waitFor()
    await page.getByRole('button', { name: 'Produce' }).click()
    await page.getByLabel('Key', { exact: true }).fill('k-1')
    await page.getByLabel('Value', { exact: true }).fill('{"amount": 9007199254740993, "paid": true}')
    await page.getByRole('dialog').getByRole('button', { name: 'Produce' }).click()
    await page.getByText('Written to partition 0 at offset 0').waitFor()
    await page.getByRole('row', { name: /k-1/ }).click()
    await page.getByText('9007199254740993', { exact: true }).waitFor()
    expect(await faults('live')).toEqual([])
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByLabel('Type e2e-journey to confirm').fill('e2e-journey')
    await page.getByRole('button', { name: 'Delete topic' }).click()
    await page.getByRole('heading', { level: 1, name: 'Topics' }).waitFor()
    await open('/audit', 'Audit log')
    await page.getByText('topic.delete').first().waitFor()
    expect(await faults('audit')).toEqual([])
  })

  it('sees what a topic and each of its partitions take on disk', async () => {
    const kilobytes = page.getByRole('cell', { name: /^[\d.]+ kB$/ })
    await open('/topics', 'Topics')
    await page.getByRole('row', { name: 'orders' }).filter({ has: kilobytes }).waitFor()
    await open('/topics/orders/partitions', 'orders')
    await expect.poll(() => kilobytes.count()).toBe(3)
  })

  it('walks through records with the keyboard alone', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await open('/topics/orders', 'orders')
    const row = page.getByRole('row', { name: /order-1239/ })
    await row.focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('complementary').waitFor()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => new URL(page.url()).searchParams.get('record')).toMatch(/^1:79$/)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('complementary').count()).toBe(0)
  })

  it('changes a setting, and is told what it was', async () => {
    await open('/topics/orders/settings?edit=retention.ms', 'orders')
    await page.getByLabel('New value').fill('abc')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('New value').fill('3600000')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    const told = page.getByText('retention.ms: 604800000 → 3600000')
    await told.waitFor()
    expect(await told.isVisible()).toBe(true)
  })

  it('resets the offsets of an empty group after having seen what it does', async () => {
    await open('/groups/billing?dialog=reset', 'billing')
    await page.getByText('180 records will be read again').waitFor()
    await page.getByLabel('Go to').selectOption('shift')
    await page.getByLabel('By').fill('-10')
    await page.getByText('30 records will be read again').waitFor()
    await page.getByRole('button', { name: 'Reset offsets' }).last().click()
    await page.getByText('billing will go on in orders').waitFor()
    await expect.poll(() => page.getByRole('cell', { name: '50', exact: true }).count()).toBeGreaterThanOrEqual(3)
  })

  it('cannot reset a group that is at work', async () => {
    await open('/groups/fulfilment?dialog=reset', 'fulfilment')
    await page.getByText('fulfilment has 1 member').waitFor()
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Reset offsets' }).isDisabled()).toBe(true)
  })

  it('pauses the page, and the URL says so', async () => {
    await open('/topics', 'Topics')
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Paused', { exact: true }).waitFor()
    expect(page.url()).toContain('paused=1')
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByText('Live', { exact: true }).waitFor()
  })

  it('moves the virtual clock', async () => {
    await open('/clock', 'Clock')
    const before = await page.getByRole('main').getByRole('time').getAttribute('datetime')
    await page.getByRole('button', { name: '+ 1 h' }).click()
    await page.getByText('The clock went on by 1 h').waitFor()
    const after = await page.getByRole('main').getByRole('time').getAttribute('datetime')
    expect(Date.parse(after ?? '') - Date.parse(before ?? '')).toBe(3_600_000)
  })
})

describe('the build', () => {
  it('keeps the shell within 130 kB, compressed', () => {
    const html = readFileSync(join(consoleFolder, 'dist/index.html'), 'utf8')
    const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '')
    const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(consoleFolder, 'dist', file))).length, 0)
    expect(bytes).toBeLessThanOrEqual(130_000)
  })

  it('breaks neither the security policy nor anything else in the browser', () => {
    expect(complaints).toEqual([])
  })
})
