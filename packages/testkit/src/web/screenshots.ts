import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { repositoryRoot } from '../process/repository.ts'

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const
const SCHEMES = ['light', 'dark'] as const

/**
 * Takes a page in light and dark, on a desktop and on a phone, into `tests/artefacts/<name>-<scheme>-<size>.png`; gives
 * the four paths and leaves the page light and at desktop size.
 */
export async function screenshots(page: Page, name: string): Promise<string[]> {
  const folder = join(repositoryRoot, 'tests', 'artefacts')
  mkdirSync(folder, { recursive: true })
  const paths: string[] = []
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme })
      const path = join(folder, `${name}-${colorScheme}-${size}.png`)
      await page.screenshot({ path, animations: 'disabled' })
      paths.push(path)
    }
  }
  await page.setViewportSize(SIZES.desktop)
  await page.emulateMedia({ colorScheme: 'light' })
  return paths
}
