import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { httpServer } from '@millrace/client/http'
import { seededRandom, virtualClocks } from '@millrace/kernel'
import { tempDir } from '@millrace/testkit'
import { expect, it } from 'vitest'
import { silentLog } from '../testing/silent.ts'
import { pageRoutes } from './page.ts'

async function served(built: string) {
  const ports = { clocks: virtualClocks(0), random: seededRandom(1), log: silentLog }
  const app = httpServer({ service: 'dashboard', ports })
  await pageRoutes(app, built)
  return app
}

it('serves the page under each of its addresses, and files that never change for a year', async () => {
  using folder = tempDir('page-')
  mkdirSync(join(folder.path, 'assets'))
  writeFileSync(join(folder.path, 'index.html'), '<p>page')
  writeFileSync(join(folder.path, 'assets', 'a-1.js'), '1')
  const app = await served(folder.path)
  for (const url of ['/', '/customers', '/products/some-id']) {
    const { statusCode, body, headers } = await app.inject(url)
    expect([statusCode, body, headers['cache-control']]).toEqual([200, '<p>page', 'no-cache'])
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  }
  expect((await app.inject('/assets/a-1.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect((await app.inject('/assets/../index.html')).statusCode).toBe(404)
  expect((await app.inject('/assets/%2e%2e/%2e%2e/page.ts')).statusCode).toBeGreaterThanOrEqual(400)
})

it('says what to do when the page is not built', async () => {
  using folder = tempDir('page-')
  const { statusCode, body } = await (await served(folder.path)).inject('/customers')
  expect(statusCode).toBe(503)
  expect(body).toContain('npm run build')
})
