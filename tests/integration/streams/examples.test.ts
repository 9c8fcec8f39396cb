import { readFileSync } from 'node:fs'
import { TopologyTestDriver } from '@millrace/streams'
import { expect, it } from 'vitest'
import { orders, priced, pricing, products } from './join.ts'
import { clicking, clicks, perMinute } from './window.ts'
import { counts, lines, wordCount } from './word-count.ts'

const page = readFileSync(new URL('../../../docs/streams.md', import.meta.url), 'utf8')

it.each(['word-count', 'join', 'window'])('stands in docs/streams.md: %s, in twenty lines', (name) => {
  const source = readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8')
  expect(page).toContain(`\`\`\`ts\n${source}\`\`\``)
  expect(source.trim().split('\n').length).toBeLessThanOrEqual(20)
})

it('counts words', () => {
  const driver = new TopologyTestDriver(wordCount)
  driver.pipe(lines, 'hamlet', 'To be or not to be')
  const told = driver.read(counts).map(({ key, value }) => `${key} ${value}`)
  expect(told).toEqual(['to 1', 'be 1', 'or 1', 'not 1', 'to 2', 'be 2'])
})

it('prices orders by the products that there are', () => {
  const driver = new TopologyTestDriver(pricing)
  driver.pipe(products, 'p1', { name: 'Butter', price: 150 })
  driver.pipe(orders, 'o1', { sku: 'p1', pieces: 2 })
  driver.pipe(orders, 'o2', { sku: 'unknown', pieces: 1 })
  driver.pipe(products, 'p1', null)
  driver.pipe(orders, 'o3', { sku: 'p1', pieces: 1 })
  expect(driver.read(priced).map(({ key, value }) => [key, value])).toEqual([['p1', '2 Butter: 300']])
})

it('counts clicks per minute once the minute and its grace are over', () => {
  const driver = new TopologyTestDriver(clicking)
  for (const timestamp of [1000, 59_000, 61_000, 2000]) driver.pipe(clicks, 'home', 'x', { timestamp })
  expect(driver.read(perMinute)).toEqual([])
  driver.pipe(clicks, 'home', 'x', { timestamp: 70_000 })
  expect(driver.read(perMinute)).toEqual([{ key: 'home from 0', value: 3, timestamp: 59_000 }])
})
