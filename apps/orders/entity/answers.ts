import type { Fetcher, KafkaClient, Topic } from '@millrace/client'
import { Fault, type LivenessClock } from '@millrace/kernel'
import type { Answer } from './answer.ts'
import type { AnswerRecord } from './command.ts'

/** The requests of this instance that wait for what their commands came to. */
export class Answers {
  readonly #topic: Topic<string, string, AnswerRecord>
  readonly #instance: string
  readonly #liveness: LivenessClock
  readonly #waiting = new Map<string, (answer: Answer) => void>()
  readonly #reader: Fetcher

  constructor(kafka: KafkaClient, topic: Topic<string, string, AnswerRecord>, instance: string) {
    this.#topic = topic
    this.#instance = instance
    this.#liveness = kafka.ports.clocks.liveness
    this.#reader = kafka.reader({
      deliver: ({ records }, release) => {
        for (const record of records) this.#take(topic.decode(record))
        release()
      },
      // Read from the end on: who waited for what is gone gets no answer in time, and asks again.
      lost: ({ partition }) => void this.#fromEnd(kafka, partition),
    })
  }

  /** Reads from what is the end now. */
  async start(kafka: KafkaClient): Promise<void> {
    const ends = await kafka.admin().offsets(this.#topic.name, 'latest')
    for (const [partition, offset] of ends.entries()) this.#reader.assign(this.#topic.name, partition, offset)
  }

  /** @throws Fault OUTCOME_UNKNOWN when there is none in time: the command may still be done. */
  wait(commandId: string, mostMs: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const text = 'the request was taken, and its outcome is not known yet; repeat it with the same Idempotency-Key'
      const timer = this.#liveness.timerIn(mostMs, () => {
        this.#waiting.delete(commandId)
        reject(new Fault('OUTCOME_UNKNOWN', text))
      })
      this.#waiting.set(commandId, (answer) => {
        timer.cancel()
        this.#waiting.delete(commandId)
        resolve(answer)
      })
    })
  }

  /** Nobody waits any more: the command was not sent. */
  forget(commandId: string): void {
    this.#waiting.get(commandId)?.({ kind: 'done', status: 204, body: null })
  }

  close(): Promise<void> {
    return this.#reader.close()
  }

  async #fromEnd(kafka: KafkaClient, partition: number): Promise<void> {
    const ends = await kafka
      .admin()
      .offsets(this.#topic.name, 'latest')
      .catch(() => [])
    this.#reader.assign(this.#topic.name, partition, ends[partition] ?? 0)
  }

  #take(read: ReturnType<Topic<string, string, AnswerRecord>['decode']>): void {
    if (read.kind === 'poison' || read.record.value.instance !== this.#instance) return
    this.#waiting.get(read.record.value.commandId)?.(read.record.value.answer)
  }
}
