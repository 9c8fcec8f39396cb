/**
 * `npm run bench -- events [--events N]`: the CloudEvents broker of a platform in its own process, publishers and
 * subscribers in this one. Prints events taken, deliveries to 1, 10 and 100 triggers, one slow subscriber among ten, and
 * what each dialect of filters costs.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { startPlatform } from '@millrace/testkit'
import { type DeliveryFigures, deliveries } from './deliveries.ts'
import { filterCosts } from './filters.ts'
import { type IntakeFigures, intake } from './intake.ts'
import { Publisher } from './publisher.ts'
import { Subscribers } from './subscribers.ts'

export async function benchEvents(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { events: { type: 'string', default: '10000' } } })
  const count = Number(values.events)
  const platform = await startPlatform()
  const subscribers = await Subscribers.start(platform.ready.events)
  const publisher = new Publisher(`${platform.ready.events}/default/default`)
  try {
    const bench = { pid: platform.pid, publisher, subscribers }
    console.log(
      `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}); events of 1 KB of JSON, 64 requests at a time.`,
    )
    printIntake([await intake('one by one', bench, count, 1), await intake('in batches of 100', bench, count * 4, 100)])
    const rows: DeliveryFigures[] = []
    for (const triggers of [1, 10, 100]) {
      rows.push(await deliveries(`${triggers} triggers`, bench, { triggers, count: perRun(count, triggers) }))
    }
    rows.push(await deliveries('1 of 100 triggers, by their filters', bench, { triggers: 1, others: 99, count }))
    rows.push(await deliveries('10 triggers, one of them 100 ms slow', bench, { triggers: 10, slow: 1, count: 1000 }))
    printDeliveries(rows)
  } finally {
    publisher.close()
    await subscribers.stop()
    await platform.remove()
  }
  printFilters()
}

/** About as many deliveries in each row. */
const perRun = (count: number, triggers: number): number => Math.max(100, Math.round((count * 2) / triggers))

function printIntake(rows: readonly IntakeFigures[]): void {
  console.log(
    '\n| Taken, each durable before its 202 | events/s | p50 ms | p99 ms | server µs CPU/event | client cores |',
  )
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |')
  for (const { name, perSecond, p50, p99, serverMicros, clientCores } of rows) {
    const cells = [Math.round(perSecond), p50.toFixed(1), p99.toFixed(1), Math.round(serverMicros), cores(clientCores)]
    console.log(`| ${name} | ${cells.join(' | ')} |`)
  }
}

function printDeliveries(rows: readonly DeliveryFigures[]): void {
  console.log(
    '\n| Delivered | events | deliveries/s | p50 ms | p99 ms | server µs CPU/delivery | client cores | the slow one behind |',
  )
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
  for (const row of rows) {
    const cells = [
      row.events,
      Math.round(row.perSecond),
      row.p50.toFixed(1),
      row.p99.toFixed(1),
      Math.round(row.serverMicros),
      cores(row.clientCores),
      row.behind ?? '',
    ]
    console.log(`| ${row.name} | ${cells.join(' | ')} |`)
  }
}

function printFilters(): void {
  console.log('\n| Filter | ns/event |\n| --- | ---: |')
  for (const { name, nanos } of filterCosts()) console.log(`| ${name} | ${Math.round(nanos)} |`)
}

/** Over 0.9 of a core the client was the limit (c). */
const cores = (value: number): string => `${value.toFixed(2)}${value > 0.9 ? ' (c)' : ''}`
