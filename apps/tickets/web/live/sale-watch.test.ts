// @vitest-environment node
import { virtualClocks } from '@millrace/kernel'
import { expect, it } from 'vitest'
import { FakeServices } from '../testing/fake-services.ts'
import { SaleWatch } from './sale-watch.ts'

function watch() {
  const clocks = virtualClocks(Date.UTC(2027, 0, 1))
  const services = new FakeServices(clocks)
  const told: string[] = []
  const sale = new SaleWatch({
    services,
    clocks,
    changed: () => {},
    sampled: () => {},
    failed: (_, level) => void told.push(level),
    isWatched: () => true,
  })
  const ask = async (afterMs: number) => {
    await clocks.liveness.advance(afterMs)
    await sale.refresh()
  }
  return { services, sale, told, ask }
}

it('warns of no service that is only starting, and once of one that has not come half a minute later', async () => {
  const { services, sale, told, ask } = watch()
  services.silent.add('queue')
  sale.start()
  for (const afterMs of [0, 1000, 1000]) await ask(afterMs)
  expect(told).toEqual(['debug'])
  for (const afterMs of [30_000, 1000, 1000]) await ask(afterMs)
  expect(told).toEqual(['debug', 'warn'])
  sale.stop()
})

it('warns at once, and once, when a service falls silent that has answered', async () => {
  const { services, sale, told, ask } = watch()
  sale.start()
  await ask(0)
  services.silent.add('tickets')
  for (const afterMs of [1000, 1000, 1000]) await ask(afterMs)
  services.silent.clear()
  await ask(1000)
  services.silent.add('tickets')
  await ask(1000)
  expect(told).toEqual(['warn', 'warn'])
  sale.stop()
})
