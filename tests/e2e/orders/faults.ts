import type { Page } from 'playwright-core'
import { pageFaults } from '../page-faults.ts'

/** What is wrong with a page of the orders system, to look at and by rule. */
export const faults = (page: Page, name: string): Promise<string[]> => pageFaults(page, `orders-${name}`)
