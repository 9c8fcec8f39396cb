import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** What axe-core answers, as far as it is read here. */
interface AxeResult {
  readonly violations: readonly Violation[]
}

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

const GRAVE = new Set(['serious', 'critical'])

/**
 * Runs axe-core on the page as it stands. Gives one line for each serious or critical violation, with the elements that
 * have it: an empty list is a pass.
 */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  const script = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  // Evaluated and not added as a script tag, which the page's content security policy would refuse.
  await page.evaluate(script)
  const result = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult
  return result.violations.filter(({ impact }) => GRAVE.has(impact ?? '')).map(inWords)
}

function inWords({ id, impact, help, nodes }: Violation): string {
  const places = nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${oneLine(failureSummary)})`)
  return `${impact} ${id}: ${help}: ${places.join('; ')}`
}

const oneLine = (text = ''): string => text.replaceAll(/\s+/g, ' ').trim()
