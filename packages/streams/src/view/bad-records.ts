import { deadLetter, headerText, type Chunk, type KafkaClient, type KafkaRecord } from '@millrace/client'
import { messageOf } from '@millrace/kernel'
import { readThrough } from './read-through.ts'

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
    await this.#kafka.admin().ensureTopics([{ name: topic }])
    const [described] = await this.#kafka.admin().describeTopics([topic])
    const partitions = Array.from({ length: described?.partitions ?? 0 }, (_, partition) => ({ topic, partition }))
    const places = new Set<string>()
    const take = ({ records }: Chunk): void => {
      for (const record of records) if (places.size < LETTERS_LIMIT_COUNT) places.add(placeOf(record))
    }
    await readThrough(this.#kafka, { partitions, take, timeoutMs: READ_LETTERS_MS })
    return places
  }
}

function placeOf(record: KafkaRecord): string {
  return ['topic', 'partition', 'offset'].map((part) => headerText(record, `dead-letter-${part}`) ?? '').join(':')
}
