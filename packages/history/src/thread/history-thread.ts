import { parentPort } from 'node:worker_threads'
import { messageOf } from '@millrace/kernel'
import { Answerer } from './answer.ts'
import type { FromThread, ToThread } from './messages.ts'

/** The thread in which events become tables and searches run: never on the path of a command (decisions.md, D1). */
const answerer = new Answerer()
const post = (message: FromThread): void => parentPort?.postMessage(message)

parentPort?.on('message', ({ id, ...request }: ToThread) => {
  try {
    post({ id, reply: answerer.answer(request) })
  } catch (thrown) {
    const { code = 'HISTORY_FAILED' } = thrown as { code?: string }
    post({ id, error: { code, message: messageOf(thrown) } })
  }
})
parentPort?.once('close', () => answerer.close())
