import type { KafkaConsumer, RecordOf } from '@millrace/client'
import { type SqlGateway, connectSql } from '@millrace/client/sql'
import { Fault, crc32c, messageOf, pause } from '@millrace/kernel'
import { STATUS, statusText } from '../contract/status.ts'
import { type Say, orderLog } from '../order-log.ts'
import { type Parts, type Workshop, pizzaService } from '../service.ts'
import { groups } from '../settings.ts'
import { isThere } from '../the-topics.ts'
import { pizzaIncidents, pizzaStatus, stage } from '../topics.ts'
import { readStatus } from '../view/framing.ts'
import { ShopView } from '../view/shop-view.ts'
import { statusRoutes } from './routes.ts'
import { preludeOf } from './prelude-file.ts'
import { type Submitted, submitStatements } from './submit.ts'
import { StatementKeeper } from './statement-keeper.ts'
import { Watchdog, isStuck } from './watchdog.ts'

const LOOK_EVERY_MS = 500

/** The query side: keeps the statements running, knows where each order is, and finds those that are stuck. */
export const startStatus = pizzaService('status', async (workshop) => {
  const desk = new StatusDesk(workshop)
  await desk.start()
  return desk.parts()
})

class StatusDesk {
  readonly #workshop: Workshop
  readonly #view: ShopView
  readonly #say: Say
  readonly #stop = new AbortController()
  readonly #watch: KafkaConsumer
  readonly #watchdog: Watchdog
  readonly #keeper: StatementKeeper | undefined
  #reading: KafkaConsumer | undefined
  readonly #prelude: readonly string[]
  #partitions = 1
  #begun: Promise<void> = Promise.resolve()

  constructor(workshop: Workshop) {
    const { kafka, settings, ports, environment } = workshop
    this.#workshop = workshop
    this.#prelude = preludeOf(settings.PIZZA_SQL_PRELUDE)
    this.#view = new ShopView(kafka, 'status')
    this.#say = orderLog(kafka, 'status', settings.INSTANCE_ID)
    // Whoever has a partition of the incidents watches its share of the orders.
    this.#watch = kafka.consumer({
      group: `${groups.status}_watchdog`,
      topics: [pizzaIncidents],
      handle: (record) => this.#onIncident(record),
      ...(settings.INSTANCE_ID !== undefined && { instanceId: settings.INSTANCE_ID }),
    })
    const { domain } = ports.clocks
    this.#watchdog = new Watchdog(domain, settings.PIZZA_WATCHDOG_EVERY_MS, () => this.#look())
    this.#keeper = settings.PIZZA_SUBMIT_SQL
      ? new StatementKeeper({
          sql: connectSql(environment, ports),
          clocks: ports.clocks,
          log: ports.log,
          submit: (sql) => this.#submit(sql),
          isMine: () => this.#watch.progress.assigned.some(({ partition }) => partition === 0),
        })
      : undefined
  }

  async start(): Promise<void> {
    const [incidents] = await this.#workshop.kafka.admin().describeTopics([pizzaIncidents.name])
    this.#partitions = incidents?.partitions ?? 1
    await this.#watch.ready
    await this.#view.ready()
    this.#begun = this.#readWhenThere()
  }

  parts(): Parts {
    const { live } = this.#workshop
    return {
      ready: {
        statements: () => this.#keeper?.trouble,
        statuses: () => (this.#view.hasStatuses ? undefined : `the topic ${pizzaStatus.name} is not read yet`),
      },
      gauges: {
        pizza_orders: { help: 'Orders in the view', value: () => this.#view.book.size },
        pizza_lag: { help: 'Statuses that are not reported yet', value: () => this.#reading?.progress.lag ?? 0 },
      },
      routes: (app) => statusRoutes(app, this.#view, live),
      stop: () => this.#end(),
    }
  }

  async #end(): Promise<void> {
    this.#stop.abort(new Fault('CLOSED', 'the service is stopped'))
    await this.#watchdog.stop()
    await this.#keeper?.stop()
    await this.#begun
    await this.#reading?.stop()
    await this.#watch.stop()
    await this.#view.stop()
  }

  /** Open-source Flink writes to a topic that is there; ours makes it with the table. */
  async #submit(sql: SqlGateway): Promise<Submitted> {
    const { kafka } = this.#workshop
    if (this.#prelude.length > 0)
      await kafka.admin().ensureTopics([{ name: pizzaStatus.name, partitions: this.#partitions }])
    return submitStatements(sql, this.#prelude)
  }

  /** The log of the statuses: read in a group, so that each is reported by one instance. */
  async #readWhenThere(): Promise<void> {
    const { kafka, ports, settings } = this.#workshop
    const { signal } = this.#stop
    while (!(await isThere(kafka, pizzaStatus.name).catch(() => false))) {
      await pause(ports.clocks.liveness, LOOK_EVERY_MS, signal).catch(() => undefined)
      if (signal.aborted) return
    }
    this.#reading = kafka.consumer({
      group: groups.status,
      topics: [pizzaStatus],
      handle: (record) => this.#onStatus(record),
      ...(settings.INSTANCE_ID !== undefined && { instanceId: settings.INSTANCE_ID }),
    })
  }

  async #onStatus(record: RecordOf<typeof pizzaStatus>): Promise<void> {
    const read = readStatus(record)
    const place = { topic: record.topic, partition: record.partition, offset: record.offset }
    const { log } = this.#workshop.ports
    switch (read.kind) {
      case 'status': {
        const { orderId, status = STATUS.unknown, keyFraming, valueFraming } = read
        const framing = `key ${keyFraming}, value ${valueFraming}`
        await this.#say('info', orderId, `order ${orderId} has status ${status}: ${statusText(status)} (${framing})`)
        return
      }
      case 'wrong':
        await this.#say('error', read.orderId, `the status of order ${read.orderId} cannot be read: ${read.trouble}`)
        return
      case 'unreadable':
        log.error({ ...place, reason: read.trouble }, 'a record of pizza-status cannot be read')
        return
      case 'removed':
    }
  }

  async #onIncident({ key, value }: RecordOf<typeof pizzaIncidents>): Promise<void> {
    if (value.status === STATUS.stuck)
      await this.#say('warn', key, `order ${key} is stuck: it has not changed for too long`)
    if (value.status === STATUS.cancelled) await this.#say('warn', key, `order ${key} is cancelled`)
  }

  /** Marks the orders that are stuck, of those that this instance watches. */
  async #look(): Promise<void> {
    const { kafka, settings, ports } = this.#workshop
    try {
      await this.#view.current()
      const now = ports.clocks.domain.now()
      const mine = new Set(this.#watch.progress.assigned.map(({ partition }) => partition))
      for (const standing of this.#view.all()) {
        const { orderId } = standing.order
        if (!mine.has(crc32c(Buffer.from(orderId)) % this.#partitions)) continue
        if (!isStuck(standing, now, settings.PIZZA_STUCK_AFTER_MS)) continue
        const position = await kafka.producer().send(pizzaIncidents.record(orderId, stage('stuck', now)))
        await this.#view.waitFor(position)
      }
    } catch (error) {
      if (!this.#stop.signal.aborted)
        ports.log.warn({ reason: messageOf(error) }, 'the watchdog could not look, and looks again')
    }
  }
}
