import { Refusal } from '@millrace/kernel'
import { z } from 'zod'
import type { ConsoleContext } from '../context.ts'
import { route } from './route.ts'

const params = z.object({ app: z.string().min(1).max(50) })

export const demoRoutes = [
  route({
    method: 'POST',
    url: '/api/apps/:app/demo',
    summary: 'Starts a journey through a system, on a platform of its own',
    params,
    audit: ({ params: { app } }) => ({ action: 'demo.start', target: app, detail: '' }),
    handle: async ({ params: { app } }, { options }) => {
      const known = (await options.apps?.()) ?? []
      if (options.demos === undefined || !known.some(({ name }) => name === app)) throw missing(app)
      options.demos.start(app)
      return options.demos.of(app)
    },
  }),
  route({
    method: 'GET',
    url: '/api/apps/:app/demo',
    summary: 'How far the journey is, and what it has printed',
    params,
    handle: ({ params: { app } }, { options }: ConsoleContext) => {
      const run = options.demos?.of(app)
      if (run === undefined) throw missing(app)
      return run
    },
  }),
]

function missing(app: string): Refusal<'NOT_FOUND'> {
  return new Refusal('NOT_FOUND', `no demo of ${app} was started, or there is no such system`)
}
