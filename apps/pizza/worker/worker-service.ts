import type { AnyTopic } from '@millrace/client'
import type { StartService } from '@millrace/kernel'
import { pizzaService } from '../service.ts'
import { groups } from '../settings.ts'
import type { Work } from './work.ts'
import { type WorkerKind, startWorker } from './worker.ts'

/** A worker as a service: it answers for its health and its backlog. */
export function workerService<In extends AnyTopic, S extends Work>(kind: WorkerKind<In, S>): StartService {
  return pizzaService(kind.name as Exclude<typeof kind.name, 'status'>, async ({ kafka, settings }) => {
    const worker = startWorker(kafka, groups[kind.name], kind, settings)
    await worker.ready
    return {
      gauges: {
        pizza_lag: { help: 'Records of its partitions that are not processed yet', value: () => worker.lag },
        pizza_partitions: { help: 'Partitions that this instance works on', value: () => worker.partitions.length },
        pizza_processed: { help: 'Records that it has processed', value: () => worker.counts.processed },
      },
      routes: (app) =>
        void app.get('/', () => ({ service: kind.name, partitions: worker.partitions, lag: worker.lag })),
      stop: () => worker.stop(),
    }
  })
}
