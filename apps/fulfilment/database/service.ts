import { configuration } from '@millrace/client'
import { checked, httpServer } from '@millrace/client/http'
import type { StartService } from '@millrace/kernel'
import { Changes } from '../live/changes.ts'
import { liveRoute } from '../live/live-route.ts'
import { databaseSettings } from '../settings.ts'
import { openRecords } from './open-records.ts'
import { operationSchema, transactionSchema } from './operation.ts'

/**
 * The JSON store: `POST /db` with one operation, `POST /db/transaction` with several that happen all or not at all,
 * `GET /db/{table}` with its records, `GET /changes` as a live stream.
 */
export const startDatabase: StartService = async (environment, ports) => {
  const settings = configuration(databaseSettings, environment)
  const records = await openRecords(settings, ports.log)
  await using undo = new AsyncDisposableStack()
  undo.defer(() => records.close())
  const refusals = { EXPECTATION_FAILED: { status: 409, title: 'Not as expected' } }
  const ready = { records: () => records.ready() }
  const app = httpServer({ service: 'fulfilment-database', ports, ready, refusals })
  const changes = new Changes(ports.clocks.liveness)
  const closeStreams = liveRoute(app, '/changes', changes, ports)
  app.post('/db', async ({ body }) => {
    const operation = checked(operationSchema, body)
    const result = await records.run(operation)
    if (!operation.operation.startsWith('FIND')) changes.note()
    return result
  })
  app.post('/db/transaction', async ({ body }) => {
    const results = await records.transact(checked(transactionSchema, body))
    changes.note()
    return { results }
  })
  app.get<{ Params: { table: string } }>('/db/:table', ({ params: { table } }) =>
    records.run(checked(operationSchema, { operation: 'FINDMANY', table })),
  )
  const http = await app.listen({ port: settings.PORT, host: settings.HOST })
  undo.defer(async () => {
    changes.stop()
    closeStreams()
    await app.close()
  })
  const running = undo.move()
  let stopped: Promise<void> | undefined
  return { urls: { http }, stop: () => (stopped ??= running.disposeAsync()) }
}
