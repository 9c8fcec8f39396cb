import { type Platform, launchBrowser } from '@millrace/testkit'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { buildPages } from '../build-pages.ts'
import { pageFaults } from '../page-faults.ts'

export interface AppPagesOptions<Host> {
  /** Begins the names of the screenshots. */
  readonly name: string
  /** Of the pages' Vite configuration. */
  readonly folder: string
  readonly start: () => Promise<Host>
  /** Hears of the system before the first test. */
  readonly begun: (host: Host) => void
  /** Hears of a fresh page before each test. */
  readonly each: (page: Page) => void
  /** What the browser may say besides answers that refuse something. */
  readonly expected?: RegExp
}

/** What a file of tests works with: one system for all, and a browser context with a page for each. */
export class AppPages<Host extends { readonly platform: Platform }> {
  #host: Host | undefined
  #browser: Browser | undefined
  #context: BrowserContext | undefined
  readonly #options: AppPagesOptions<Host>
  /** What the browser complained about: scripts that failed, the security policy that was broken. */
  #complaints: string[] = []

  /** To be made while the tests are collected: registers what comes before and after them. */
  constructor(options: AppPagesOptions<Host>) {
    this.#options = options
    beforeAll(() => this.#begin())
    afterAll(async () => {
      await this.#browser?.close()
      await this.#host?.platform.remove()
    })
    beforeEach(async () => {
      this.#complaints = []
      this.#context = await this.browser.newContext({
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
      })
      options.each(await this.newPage())
    })
    afterEach(async () => {
      await this.#context?.close()
      expect(this.#complaints).toEqual([])
    })
  }

  async #begin(): Promise<void> {
    buildPages(this.#options.folder)
    this.#host = await this.#options.start()
    this.#options.begun(this.#host)
    this.#browser = await launchBrowser()
  }

  get browser(): Browser {
    return present(this.#browser)
  }

  get context(): BrowserContext {
    return present(this.#context)
  }

  /** Another tab of the test's browser. */
  async newPage(): Promise<Page> {
    const { expected = /$^/u } = this.#options
    const opened = await this.context.newPage()
    opened.setDefaultTimeout(15_000)
    opened.on('console', (message) => {
      const text = message.text()
      if (message.type() === 'error' && !/status of [45]|ERR_/u.test(text) && !expected.test(text))
        this.#complaints.push(text)
    })
    opened.on('pageerror', (error) => this.#complaints.push(String(error)))
    return opened
  }

  /** Takes screenshots; gives what is wrong with a page by rule. */
  faults(on: Page, name: string): Promise<string[]> {
    return pageFaults(on, `${this.#options.name}-${name}`)
  }
}

function present<T>(made: T | undefined): T {
  if (made === undefined) throw new Error('is there only while a test runs')
  return made
}

/** Opens a page that follows its service, and waits until it does. */
export async function openLive(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByText('Live', { exact: true }).waitFor()
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
