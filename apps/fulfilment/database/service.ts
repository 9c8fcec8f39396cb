import { configuration } from '@millrace/client'
import { checked, httpServer } from '@millrace/client/http'
import type { StartService } from '@millrace/kernel'
import { settingsSchema } from '../settings.ts'
import { operationSchema, transactionSchema } from './operation.ts'
import { RecordsStore } from './records-store.ts'

/**
 * The JSON store: `POST /db` with one operation, `POST /db/transaction` with several that happen all or not at all,
 * `GET /db/{table}` with its records.
 */
export const startDatabase: StartService = async (environment, ports) => {
  const settings = configuration(settingsSchema('database'), environment)
  const store = new RecordsStore(settings.DATA_DIR)
  const refusals = { EXPECTATION_FAILED: { status: 409, title: 'Not as expected' } }
  const app = httpServer({ service: 'fulfilment-database', ports, refusals })
  app.post('/db', ({ body }) => store.run(checked(operationSchema, body)))
  app.post('/db/transaction', ({ body }) => ({ results: store.transact(checked(transactionSchema, body)) }))
  app.get<{ Params: { table: string } }>('/db/:table', ({ params: { table } }) =>
    store.run(checked(operationSchema, { operation: 'FINDMANY', table })),
  )
  const http = await app.listen({ port: settings.PORT, host: settings.HOST })
  let stopped: Promise<void> | undefined
  return { urls: { http }, stop: () => (stopped ??= app.close().then(() => store.close())) }
}
