import { expect, it } from 'vitest'
import { type Pages, pageAt } from './pages.ts'

const pages: Pages = {
  '': async () => 'home',
  track: async (id) => (id === undefined ? 'all' : `one: ${id}`),
}

it.each([
  ['/', 'home'],
  ['/track', 'all'],
  ['/track/', 'all'],
  ['/track/o%2D1', 'one: o-1'],
  ['/track/100%', 'one: 100%'],
  ['/nowhere/at-all', 'home'],
])('finds the page at %s', async (path, page) => expect(await pageAt(pages, path)).toBe(page))
