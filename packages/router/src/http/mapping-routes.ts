import { checked } from '@millrace/client/http'
import { encodeJson } from '@millrace/cloudevents'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { requiredPath } from '../events/path.ts'
import type { RecentEvents } from '../routing/recent-events.ts'
import type { Routing } from '../routing/routing.ts'
import type { WaitingJob } from '../store/jobs-table.ts'
import type { UnmatchedEvent } from '../store/unmatched-table.ts'
import { jsonOf } from './received.ts'

const LIST_MOST = 500
const text = () => z.string().min(1, 'is missing').max(500)
const key = () => z.string().regex(/^\d{1,19}$/u, 'is the key of a deployed process')
/** The original's clients send an empty text for what they leave out. */
const blankable = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema)

const startSchema = z
  .object({
    cloudEventType: text(),
    bpmnProcessId: blankable(text().optional()),
    workflowKey: blankable(key().optional()),
    version: blankable(
      z
        .string()
        .regex(/^[1-9]\d{0,8}$/u, 'is a number from 1')
        .optional(),
    ),
  })
  .refine(({ bpmnProcessId, workflowKey }) => bpmnProcessId !== undefined || workflowKey !== undefined, {
    message: 'is missing: give bpmnProcessId or workflowKey',
    path: ['bpmnProcessId'],
  })

const messageSchema = z.object({
  workflowKey: text(),
  messageName: text(),
  /** A path that finds the key of an event that brings none. */
  correlationKey: blankable(text().optional()),
  starts: z.boolean().default(false),
})

/** What is mapped, what is awaited, and what matched nothing: the original's routes, with more in them. */
export function mappingRoutes(app: FastifyInstance, { store }: Routing, recent: RecentEvents): void {
  const { mappings, jobs, unmatched } = store
  app.get('/workflows', () => Object.fromEntries(mappings.starts().map((start) => [start.cloudEventType, start])))
  app.post('/workflows', (request) => {
    const mapping = checked(startSchema, jsonOf(request))
    mappings.putStart(mapping)
    return mapping
  })
  app.post('/messages', (request) => {
    const message = checked(messageSchema, jsonOf(request))
    if (message.correlationKey !== undefined) requiredPath(message.correlationKey)
    mappings.putExpected(message)
    return message
  })
  app.get<{ Querystring: { id?: string } }>('/messages', ({ query: { id } }) => ({
    expected: grouped(mappings.expected().map(({ workflowKey, messageName }) => [workflowKey, messageName])),
    unmatched: unmatched.list(LIST_MOST).map(unmatchedView),
    recent: recent.list(LIST_MOST, id),
    counts: recent.counts,
  }))
  app.get('/jobs', () => {
    const open = jobs.open(LIST_MOST)
    return { pending: nested(open), jobs: open }
  })
}

const grouped = (pairs: readonly (readonly [string, string])[]): Readonly<Record<string, string[]>> =>
  Object.fromEntries(
    [...Map.groupBy(pairs, ([group]) => group)].map(([group, of]) => [group, of.map(([, value]) => value)]),
  )

/** Workflow, instance, jobs: as the original prints them. */
const nested = (jobs: readonly WaitingJob[]) =>
  Object.fromEntries(
    [...Map.groupBy(jobs, ({ workflowKey }) => workflowKey)].map(([workflow, of]) => [
      workflow,
      grouped(of.map(({ workflowInstanceKey, jobKey }) => [workflowInstanceKey, jobKey])),
    ]),
  )

const unmatchedView = ({ event, ...rest }: UnmatchedEvent) => ({
  ...rest,
  event: JSON.parse(encodeJson(event)) as unknown,
})
