import { type StandardSchema, type Topic, json, text, topic } from '@millrace/client'
import { z } from 'zod'
import { type Answer, answerSchema } from './answer.ts'
import type { RequestKey } from './kept.ts'

/** A command on its way to the instance that owns the entity's partition. */
export interface Envelope<C> {
  readonly commandId: string
  /** Who waits for the answer. */
  readonly instance: string
  readonly request?: RequestKey | undefined
  readonly command: C
}

export interface AnswerRecord {
  readonly commandId: string
  readonly instance: string
  readonly answer: Answer
}

/** All topics of entities have as many: equal keys meet in one partition. */
export const PARTITIONS = 6

const ANSWERS_KEPT_MS = 600_000

/** Commands to the entities of a service, by the entity's key. Requests land on any instance; the owner decides. */
export function commandTopic<C>(id: string, command: z.ZodType<C>): Topic<string, string, Envelope<C>> {
  const request = z.object({ key: z.string(), fingerprint: z.string() }).optional()
  const schema = z.object({ commandId: z.string(), instance: z.string(), request, command })
  return topic({
    name: `${id}.commands`,
    key: text(),
    value: json(schema as unknown as StandardSchema<Envelope<C>>),
    partitions: PARTITIONS,
  })
}

/** What commands came to, for the instances that wait. */
export function answerTopic(id: string): Topic<string, string, AnswerRecord> {
  return topic({
    name: `${id}.answers`,
    key: text(),
    value: json(
      z.object({
        commandId: z.string(),
        instance: z.string(),
        answer: answerSchema,
      }) as unknown as StandardSchema<AnswerRecord>,
    ),
    partitions: PARTITIONS,
    configs: { 'retention.ms': String(ANSWERS_KEPT_MS) },
  })
}
