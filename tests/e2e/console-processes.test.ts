import type { Job, JobOutcome, ZeebeClient } from '@millrace/client/zeebe'
import { type Platform, startPlatform } from '@millrace/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPages } from './build-pages.ts'
import { type OperatorPage, openConsole } from './console/operator-page.ts'
import { orderXml, shippingXml, zeebeClient } from './console/processes.ts'
import { pageFaults } from './page-faults.ts'

let platform: Platform
let zeebe: ZeebeClient
let operator: OperatorPage
let page: Page

beforeAll(async () => {
  buildPages('packages/console')
  platform = await startPlatform()
  zeebe = zeebeClient(platform.ready.zeebe)
  operator = await openConsole(platform)
  page = operator.page
})

afterAll(async () => {
  await operator?.browser.close()
  await zeebe?.close()
  await platform?.remove()
  expect(operator?.complaints).toEqual([])
})

const faults = (name: string): Promise<string[]> => pageFaults(page, `console-processes-${name}`)
const table = (name: string) => page.getByRole('table', { name })
const dialog = () => page.getByRole('dialog')
const file = (name: string, text: string) => ({ name, mimeType: 'text/xml', buffer: Buffer.from(text) })

const openProcesses = () =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Processes' }).click()
const tab = (name: RegExp) => page.getByRole('navigation', { name: 'About this instance' }).getByRole('link', { name })
const tree = () => page.getByRole('tree', { name: 'Elements' })

/** Waits until a worker has been given one job of a kind, and has done with it what it is told. */
async function workOnce(type: string, handler: (job: Job) => JobOutcome): Promise<void> {
  const done = Promise.withResolvers<void>()
  const worker = zeebe.worker(
    type,
    async (job) => {
      done.resolve()
      return handler(job)
    },
    { concurrency: 1 },
  )
  await done.promise
  await worker.stop()
}

it('says that nothing is deployed, and deploys files; a faulty one is refused with all its faults', async () => {
  await openProcesses()
  await page.getByText('No processes yet').waitFor()
  expect(await faults('none')).toEqual([])
  await page.getByRole('button', { name: 'Deploy' }).click()
  await dialog()
    .getByLabel('BPMN files')
    .setInputFiles(file('bad.bpmn', shippingXml.replace('type="hand-over"', '')))
  await dialog().getByRole('button', { name: 'Deploy' }).click()
  await dialog()
    .getByRole('alert')
    .getByText(/hand-over/)
    .waitFor()
  expect(await faults('deploy-refused')).toEqual([])
  const good = [file('order.bpmn', orderXml), file('shipping.bpmn', shippingXml)]
  await dialog().getByLabel('BPMN files').setInputFiles(good)
  await dialog().getByRole('button', { name: 'Deploy' }).click()
  await page.getByText('Deployed order v1, shipping v1').waitFor()
  await table('Processes').getByRole('link', { name: 'order' }).waitFor()
})

it('starts an instance with variables that are checked as JSON, and goes to its page', async () => {
  await table('Processes').getByRole('link', { name: 'order' }).click()
  await page.getByText('No instances yet').waitFor()
  await page.getByRole('button', { name: 'Start an instance' }).click()
  await dialog().getByLabel('Variables').fill('{"orderId": }')
  await dialog().getByText('No JSON').waitFor()
  expect(await dialog().getByRole('button', { name: 'Start' }).isDisabled()).toBe(true)
  expect(await faults('start')).toEqual([])
  await dialog()
    .getByLabel('Variables')
    .fill('{"orderId": "o-1", "lines": [{"item": "Espresso beans", "quantity": 2}]}')
  await dialog().getByRole('button', { name: 'Start' }).click()
  await page.getByRole('heading', { level: 1, name: /^Instance \d+/ }).waitFor()
  await page.getByRole('treeitem', { name: /Paid.*Running/ }).waitFor()
})

it('lists processes with what runs, and counts on the diagram where the instances stand', async () => {
  for (const orderId of ['o-2', 'o-3', 'o-4'])
    await zeebe.createInstance({ processId: 'order', variables: { orderId } })
  await openProcesses()
  await table('Processes')
    .getByRole('row', { name: /order.*v1.*4/ })
    .waitFor()
  expect(await faults('list')).toEqual([])
  await table('Processes').getByRole('link', { name: 'order' }).click()
  await page.locator('.diagram-frame[data-ready=true]').waitFor()
  await page.locator('.diagram-badge-running').getByText('4').waitFor()
  await table('Where instances stand')
    .getByRole('row', { name: /Paid.*4/ })
    .waitFor()
  expect(await faults('definition')).toEqual([])
})

it('publishes the message that an instance waits for, and marks the way that it goes', async () => {
  await page.getByRole('button', { name: 'Paid' }).click()
  await page.getByText('Only those that stand at').waitFor()
  await page.getByLabel('Variable', { exact: true }).fill('orderId')
  await page.getByLabel('Has the value').fill('o-1')
  await page.getByText('texts stand in quotation marks').waitFor()
  await page.getByLabel('Has the value').fill('"o-1"')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByText('1 of 1, the latest first').waitFor()
  expect(await faults('filtered')).toEqual([])
  await table('Instances').getByRole('link', { name: /^\d+$/ }).click()
  await tab(/^Messages/).click()
  await table('Awaited messages')
    .getByRole('row', { name: /payment.*Waits.*o-1/ })
    .waitFor()
  expect(await faults('messages')).toEqual([])
  await table('Awaited messages').getByRole('button', { name: 'Publish payment' }).click()
  expect(await dialog().getByLabel('Correlation key').inputValue()).toBe('o-1')
  await dialog().getByLabel('Variables').fill('{"paid": true}')
  expect(await faults('publish')).toEqual([])
  await dialog().getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Published payment').waitFor()
  await tree()
    .getByRole('treeitem', { name: /Pack the parcel.*Running/ })
    .waitFor()
  await page.locator('.djs-element.ran[data-element-id=paid]').waitFor()
  await page.locator('.djs-element.at-work[data-element-id=pack]').waitFor()
})

it('shows an incident with the job that failed, and goes on once it is retried', async () => {
  await workOnce('pack', () => ({ kind: 'failed', retries: 0, message: 'the parcel is too small' }))
  await page.locator('.djs-element.stuck[data-element-id=pack]').waitFor()
  await tab(/^Incidents \(1\)/).click()
  await table('Incidents').getByText('the parcel is too small').waitFor()
  expect(await faults('incident')).toEqual([])
  await tab(/^Jobs/).click()
  await table('Jobs')
    .getByRole('row', { name: /pack.*Failed.*the parcel is too small/ })
    .waitFor()
  expect(await faults('jobs')).toEqual([])
  await tab(/^Incidents/).click()
  await table('Incidents')
    .getByRole('button', { name: /^Retry/ })
    .click()
  await dialog().getByLabel('Retries').fill('2')
  expect(await faults('retry')).toEqual([])
  await dialog().getByRole('button', { name: 'Retry' }).click()
  await table('Incidents').getByText('Resolved').first().waitFor()
  await workOnce('pack', () => ({ kind: 'completed', variables: { parcel: { weight: 3 } } }))
  await tab(/^Called \(1\)/).waitFor()
})

it('shows variables with the values that they had, and sets one', async () => {
  await tab(/^Variables/).click()
  await page.getByRole('button', { name: 'Set variables' }).click()
  await dialog().getByLabel('Variables').fill('{"parcel": {"weight": 4, "note": "handle with care"}}')
  await dialog().getByRole('button', { name: 'Set', exact: true }).click()
  await page.getByText('Set parcel').waitFor()
  await table('Variables').getByRole('button', { name: 'parcel' }).click()
  await page.getByText('It had 2 values').waitFor()
  expect(await page.getByRole('region', { name: 'Variable parcel' }).innerText()).toContain('{"weight":3}')
  expect(await faults('variables')).toEqual([])
})

it('walks through the elements with the keyboard, and on to the instance that was called', async () => {
  const at = (name: RegExp) => tree().getByRole('treeitem', { name })
  await at(/Order placed/).focus()
  await page.keyboard.press('End')
  await tree().locator(':focus').getByText('Ship it').waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect.poll(() => at(/Pack the parcel/).getAttribute('aria-selected')).toBe('true')
  await page.locator('.djs-element.chosen[data-element-id=pack]').waitFor()
  await page.getByText('This element holds no variables of its own').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await tab(/^Called/).click()
  await table('Called instances').getByRole('link', { name: /^\d+$/ }).click()
  await page.locator('.djs-element.at-work[data-element-id=hand-over]').waitFor()
  await page
    .getByRole('navigation', { name: 'Called by' })
    .getByRole('link', { name: /^order/ })
    .waitFor()
  expect(await faults('called')).toEqual([])
})

it('cancels in bulk exactly what a preview has shown, after its number was repeated', async () => {
  await openProcesses()
  await page.getByRole('link', { name: 'Instances', exact: true }).click()
  await page.getByLabel('Process id').fill('order')
  await page.getByText('4 of 4, the latest first').waitFor()
  await page.getByRole('button', { name: 'Cancel these' }).click()
  await dialog().getByText('4 running instances').waitFor()
  expect(await faults('bulk')).toEqual([])
  const confirm = dialog().getByRole('button', { name: 'Cancel them' })
  await dialog().getByLabel('Type 4 to confirm').fill('3')
  expect(await confirm.isDisabled()).toBe(true)
  await dialog().getByLabel('Type 4 to confirm').fill('4')
  await confirm.click()
  await page.getByText('Done: 4 running instances').waitFor()
  await table('Instances')
    .getByRole('row', { name: /Terminated.*order/ })
    .nth(3)
    .waitFor()
  expect(await faults('instances')).toEqual([])
})

it('writes into the audit log what was done, with the names of variables and without their values', async () => {
  await page.getByRole('link', { name: 'Audit' }).click()
  const log = table('Audit log')
  for (const name of [
    /process\.bulk\.cancel.*4 process instances.*Done/,
    /process\.variables.*Done.*parcel/,
    /process\.resolve.*Done.*2 retries/,
    /process\.message.*payment.*Done/,
    /process\.start.*Done.*orderId, lines/,
    /process\.deploy.*bad\.bpmn.*Refused/,
  ])
    await log.getByRole('row', { name }).first().waitFor()
  expect(await log.innerText()).not.toContain('handle with care')
})
