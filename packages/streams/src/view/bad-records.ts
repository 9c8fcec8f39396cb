import { deadLetter, headerText, type KafkaClient, type KafkaRecord } from '@millrace/client'
import { messageOf } from '@millrace/kernel'

const LETTERS_LIMIT_COUNT = 100_000
const READ_LETTERS_MS = 15_000

/**
 * Bad records of a view go to the dead letters once, not with every rebuild: before the first one is written, what is
 * there already is read. Two instances that meet a bad record at the same moment may both write it.
 */
export class BadRecords {
  count = 0
  readonly #kafka: KafkaClient
  readonly #view: string
  readonly #suffix: string
  readonly #known = new Map<string, Promise<Set<string>>>()
  #writing: Promise<void> = Promise.resolve()

  constructor(kafka: KafkaClient, view: string, suffix: string) {
    this.#kafka = kafka
    this.#view = view
    this.#suffix = suffix
  }

  report(record: KafkaRecord, reason: string): void {
    this.count++
    const place = { topic: record.topic, partition: record.partition, offset: record.offset }
    this.#kafka.ports.log.warn({ view: this.#view, ...place, reason }, 'a view passed over a bad record')
    if (this.#suffix !== 'off') this.#writing = this.#writing.then(() => this.#write(record, reason))
  }

  /** Resolves when all that was reported is written. */
  settled(): Promise<void> {
    return this.#writing
  }

  async #write(record: KafkaRecord, reason: string): Promise<void> {
    const place = `${record.topic}:${record.partition}:${record.offset}`
    const letter = deadLetter(record, this.#suffix, { reason, kind: 'poison', attempts: 1, by: this.#view })
    try {
      const known = await this.#letters(letter.topic)
      if (known.has(place)) return
      await this.#kafka.producer().send(letter)
      known.add(place)
    } catch (error) {
      this.#kafka.ports.log.error(
        { view: this.#view, place, reason: messageOf(error) },
        'a dead letter could not be written',
      )
    }
  }

  #letters(topic: string): Promise<Set<string>> {
    const found = this.#known.get(topic) ?? this.#read(topic)
    this.#known.set(topic, found)
    found.catch(() => this.#known.delete(topic))
    return found
  }

  async #read(topic: string): Promise<Set<string>> {
    const admin = this.#kafka.admin()
    await admin.ensureTopics([{ name: topic }])
    const [starts, ends] = await Promise.all([admin.offsets(topic, 'earliest'), admin.offsets(topic, 'stable')])
    const places = new Set<string>()
    const left = new Set([...ends.keys()].filter((partition) => (ends[partition] ?? 0) > (starts[partition] ?? 0)))
    const done = Promise.withResolvers<void>()
    const timer = this.#kafka.ports.clocks.liveness.timerIn(READ_LETTERS_MS, done.resolve)
    const reader = this.#kafka.reader({
      deliver: ({ records, partition, nextOffset }, release) => {
        for (const record of records) if (places.size < LETTERS_LIMIT_COUNT) places.add(placeOf(record))
        release()
        if (nextOffset >= (ends[partition] ?? 0)) left.delete(partition)
        if (left.size === 0) done.resolve()
      },
      lost: () => done.resolve(),
    })
    for (const partition of left) reader.assign(topic, partition, starts[partition] ?? 0)
    if (left.size > 0) await done.promise
    timer.cancel()
    await reader.close()
    return places
  }
}

function placeOf(record: KafkaRecord): string {
  return ['topic', 'partition', 'offset'].map((part) => headerText(record, `dead-letter-${part}`) ?? '').join(':')
}
