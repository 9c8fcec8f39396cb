import { screenshots } from '@millrace/testkit'
import type { Page } from 'playwright-core'
import { axeViolations } from './console/axe.ts'

/** Takes screenshots; gives what axe finds, and whether the page scrolls sideways, in both schemes and sizes. */
export async function pageFaults(page: Page, name: string): Promise<string[]> {
  await screenshots(page, name)
  const found: string[] = []
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      found.push(...(await axeViolations(page)).map((text) => `${width} ${colorScheme}: ${text}`))
    }
    const scrolls = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')
    if (scrolls === true) found.push(`${width}: the page scrolls sideways`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 800 })
  return found
}
