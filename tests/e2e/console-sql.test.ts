import { type Platform, startPlatform } from '@millrace/testkit'
import { Kafka, type Producer, logLevel } from 'kafkajs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPages } from './build-pages.ts'
import { type OperatorPage, openConsole } from './console/operator-page.ts'
import { pageFaults } from './page-faults.ts'

/** The two statements of seeds/pizza.md as they stand there, the semicolon between them left as in a workspace. */
const CREATE = `/* Create a table to track pizza status */
CREATE TABLE \`pizza-status\` (
  orderid STRING,
  status INT,
  \`timestamp\` BIGINT,
  PRIMARY KEY (orderid) NOT ENFORCED
)`
const part = (topic: string): string => `SELECT
  CAST(\`key\` AS STRING) AS order_id,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.status') AS INT) AS status,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.timestamp') AS BIGINT) AS \`timestamp\`
FROM \`${topic}\``
const INSERT = `/* Combine data from all pizza-related topics */
INSERT INTO \`pizza-status\`
${['pizza-ordered', 'pizza-assembled', 'pizza-baked', 'pizza-delivered'].map(part).join('\nUNION ALL\n')};`

let platform: Platform
let producer: Producer
let operator: OperatorPage
let page: Page
/** Chromium itself gives pasted text an inline style, which the policy then refuses; the editor draws its own. */
const ofTheBrowser = /^Applying inline style|status of [45]/

beforeAll(async () => {
  buildPages('packages/console')
  platform = await startPlatform()
  const kafka = new Kafka({ brokers: [platform.ready.kafka], logLevel: logLevel.ERROR })
  const admin = kafka.admin()
  await admin.connect()
  const topics = ['pizza-ordered', 'pizza-assembled', 'pizza-baked', 'pizza-delivered']
  await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions: 2 })) })
  await admin.disconnect()
  producer = kafka.producer()
  await producer.connect()
  operator = await openConsole(platform, ofTheBrowser)
  page = operator.page
  await page.getByRole('link', { name: 'SQL' }).click()
  await page.getByRole('heading', { level: 1, name: 'SQL' }).waitFor()
})

afterAll(async () => {
  await operator?.browser.close()
  await producer?.disconnect()
  await platform?.remove()
  expect(operator?.complaints).toEqual([])
})

/** Puts a text in the place of what the editor holds, as a paste does. */
async function write(text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'SQL statements' })
  await editor.click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

async function run(text: string): Promise<void> {
  await write(text)
  await page.getByRole('button', { name: 'Run' }).click()
}

function faults(name: string): Promise<string[]> {
  return pageFaults(page, `console-sql-${name}`)
}

const results = () => page.getByRole('region', { name: 'Results' })

it("runs the pizza seed's statements verbatim, and shows the table as orders move", async () => {
  await run(`${CREATE};\n\n${INSERT}`)
  await results().getByText('Runs as job').waitFor()
  const job = page.getByRole('table', { name: 'Statements that run on' }).getByRole('row').nth(1)
  await job.getByText('running').waitFor()

  await run('SELECT * FROM `pizza-status`;')
  const send = (topic: string, status: number) =>
    producer.send({ topic, messages: [{ key: 'c0ffee01', value: JSON.stringify({ status, timestamp: status * 10 }) }] })
  await send('pizza-ordered', 100)
  await results()
    .getByRole('row', { name: /added.*c0ffee01.*100.*1000/ })
    .waitFor()
  await send('pizza-assembled', 200)
  await results()
    .getByRole('row', { name: /became.*c0ffee01.*200.*2000/ })
    .waitFor()
  expect(await faults('changes')).toEqual([])

  await page.getByRole('button', { name: /^Table/ }).click()
  await expect.poll(() => results().getByRole('row').count()).toBe(2)
  await results()
    .getByRole('row', { name: /c0ffee01.*200/ })
    .waitFor()
  expect(await faults('table')).toEqual([])
  await page.getByRole('button', { name: 'Stop' }).first().click()
  await results().getByText('stopped').waitFor()
})

it('shows what is wrong at its place, and runs nothing behind it', async () => {
  await run('SELECT 1;\nSELECT orderid,\n  nope FROM `pizza-status`;\nSELECT 2;')
  await results()
    .getByText(/Line 2, column 3:.*nope/)
    .waitFor()
  expect(await results().getByRole('article').count()).toBe(2)
  expect(await page.locator('.sql-editor .cm-lintRange-error').innerText()).toBe('nope')
  expect(await faults('fault')).toEqual([])
})

it('completes names of tables', async () => {
  await write('SELECT * FROM ')
  await page.keyboard.type('pizza_', { delay: 20 })
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Control+Space')
  await page.getByRole('option', { name: /pizza-status/ }).waitFor()
  await page.keyboard.press('Escape')
})

it('shows a job with its operators; stops it, lets it go on, drops it', async () => {
  await page
    .getByRole('table', { name: 'Statements that run on' })
    .getByRole('button', { name: /^insert-into/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('table', { name: 'Operators' }).getByRole('row').nth(1).waitFor()
  expect(await dialog.getByText('pizza-status').count()).toBeGreaterThan(0)
  expect(await faults('job')).toEqual([])
  await dialog.getByRole('button', { name: 'Stop' }).click()
  await dialog.getByRole('button', { name: 'Resume' }).click()
  await dialog.getByText('running', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Stop' }).click()
  await dialog.getByRole('button', { name: 'Drop' }).click()
  await page.getByText('No jobs yet').waitFor()
})
