import { type Platform, launchBrowser } from '@millrace/testkit'
import type { Browser, Page } from 'playwright-core'

/** A page of the console as an operator has it open, and what the browser complained about meanwhile. */
export interface OperatorPage {
  browser: Browser
  page: Page
  complaints: string[]
}

/** Answers that refuse something are what a test is about. */
const REFUSALS = /status of 4/

/** Opens the console by the link that the platform printed; what is `expected` is no complaint. */
export async function openConsole({ ready }: Platform, expected = REFUSALS): Promise<OperatorPage> {
  const { consoleLink } = ready as typeof ready & { consoleLink: string }
  const complaints: string[] = []
  const browser = await launchBrowser()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text())
  })
  await page.goto(consoleLink)
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
  return { browser, page, complaints }
}
