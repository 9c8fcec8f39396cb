import type { Clocks } from '@millrace/kernel'
import { WebSocket } from 'ws'
import { soon } from '../resource/soon.ts'

const MOST_MS = 10_000

export interface DashboardWatch {
  /** The first message that names this row, as it came. @throws Fault when none comes within 10 s. */
  changed(id: string): Promise<string>
  close(): void
}

/** Listens to the dashboard's socket. */
export async function watchDashboard(url: string, { liveness }: Clocks): Promise<DashboardWatch> {
  const socket = new WebSocket(`${url.replace(/^http/u, 'ws')}/ws`)
  const messages: string[] = []
  let heard = Promise.withResolvers<void>()
  socket.on('message', (data: Buffer) => {
    messages.push(data.toString())
    heard.resolve()
    heard = Promise.withResolvers()
  })
  const opened = Promise.withResolvers<void>()
  socket.on('open', () => opened.resolve())
  socket.on('error', opened.reject)
  await soon(liveness, MOST_MS, opened.promise)
  const find = async (id: string): Promise<string> => {
    for (;;) {
      const found = messages.find((message) => message.includes(`"changed"`) && message.includes(id))
      if (found !== undefined) return found
      await heard.promise
    }
  }
  return { changed: (id) => soon(liveness, MOST_MS, find(id)), close: () => socket.close() }
}
