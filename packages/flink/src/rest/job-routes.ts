import type { FastifyInstance } from 'fastify'
import type { Gateway } from '../gateway/gateway.ts'
import type { JobEntry } from '../jobs/jobs.ts'
import { answered } from './problem.ts'

/**
 * Ours, beside Flink's: jobs with their operators and figures, and what can be done with them. Errors are problem
 * documents (RFC 9457).
 */
export function jobRoutes(http: FastifyInstance, { jobs }: Gateway): void {
  http.get('/v1/jobs', () => ({ jobs: jobs.list().map(summary) }))
  http.get<{ Params: { id: string } }>('/v1/jobs/:id', (request, reply) => {
    return answered(reply, () => details(jobs.existing(request.params.id)))
  })
  http.post<{ Params: { id: string } }>('/v1/jobs/:id/stop', (request, reply) => {
    return answered(reply, async () => {
      await jobs.stop(request.params.id, 'FINISHED')
      return summary(jobs.existing(request.params.id))
    })
  })
  http.post<{ Params: { id: string } }>('/v1/jobs/:id/resume', (request, reply) => {
    return answered(reply, async () => {
      await jobs.resume(request.params.id)
      return summary(jobs.existing(request.params.id))
    })
  })
  http.delete<{ Params: { id: string } }>('/v1/jobs/:id', (request, reply) => {
    return answered(reply, async () => {
      await jobs.remove(request.params.id)
      return { id: request.params.id, status: 'REMOVED' }
    })
  })
}

function summary({ spec, kind, status, startedAt, endedAt, error }: JobEntry): object {
  return {
    id: spec.id,
    name: spec.name,
    kind,
    status,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: endedAt === undefined ? null : new Date(endedAt).toISOString(),
    error: error ?? null,
  }
}

function details(entry: JobEntry): object {
  const { spec, running, printed, tables } = entry
  const figures = running?.figures
  return {
    ...summary(entry),
    sql: spec.sql,
    sources: (tables?.sources ?? []).map(({ path }) => path.join('.')),
    sinks: (tables?.sinks ?? []).map(({ path }) => path.join('.')),
    operators: figures?.operators ?? [],
    skippedRecords: figures?.skipped ?? 0,
    watermark: figures?.watermark ?? null,
    epochs: figures?.epochs ?? 0,
    stateBytes: figures?.stateBytes ?? 0,
    printed,
  }
}
