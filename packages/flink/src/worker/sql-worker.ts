import { parentPort } from 'node:worker_threads'
import { fraction, systemClocks, systemRandom } from '@millrace/kernel'
import type { FromWorker, ToWorker } from '../jobs/messages.ts'
import { JobRuntime } from './job-runtime.ts'

/** The thread in which jobs run: several of them, in turns. */
const jobs = new Map<string, JobRuntime>()
const { liveness, domain } = systemClocks()
const post = (message: FromWorker): void => parentPort?.postMessage(message)
const ports = {
  post,
  liveness,
  now: () => domain.now(),
  random: () => fraction(systemRandom),
  yield: (next: () => void) => void setImmediate(next),
}

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'start': {
      const { id } = message.spec
      try {
        jobs.set(id, new JobRuntime(message, ports))
      } catch (error) {
        const { code = 'SQL_RUNTIME', message: text } = error as { code?: string; message: string }
        post({ kind: 'failed', job: id, code, text })
      }
      return
    }
    case 'block':
      jobs.get(message.job)?.block(message.input, message.block, message.now, message.ends)
      return
    case 'clock':
      jobs.get(message.job)?.clock(message.now)
      return
    case 'settle':
      if (jobs.has(message.job)) jobs.get(message.job)?.settle(message.turn, message.now, message.ends, message.follow)
      else post({ kind: 'settled', job: message.job, turn: message.turn })
      return
    case 'committed':
      jobs.get(message.job)?.committed(message.epoch)
      return
    case 'credit':
      jobs.get(message.job)?.credit(message.rows)
      return
    case 'stop':
      jobs.get(message.job)?.stop()
      jobs.delete(message.job)
  }
})
