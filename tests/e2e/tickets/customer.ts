import type { Browser, BrowserContext, Page } from 'playwright-core'

/** Somebody with a browser of their own. */
export interface Customer {
  readonly context: BrowserContext
  readonly page: Page
  /** Another tab of the same browser. */
  tab(): Promise<Page>
  /** What the browser complained about: scripts that failed, the security policy that was broken. */
  readonly complaints: string[]
}

export async function newCustomer(browser: Browser, url: string): Promise<Customer> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  })
  const complaints: string[] = []
  const tab = async () => {
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of [45]|ERR_/u.test(message.text())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    return page
  }
  return { context, page: await tab(), tab, complaints }
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()

export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.getByText('Live', { exact: true }).waitFor()
}
