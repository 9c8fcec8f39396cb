import { httpUrl, port, toggle } from '@millrace/client'
import { z } from 'zod'

export const webPort = 8100

/** What the web service gets from its environment. The addresses are those of the originals where nothing else is said. */
export const settingsSchema = z.object({
  PORT: port().default(webPort),
  HOST: z.string().default('127.0.0.1'),
  QUEUE_URL: httpUrl().default('http://127.0.0.1:8084'),
  TICKETS_URL: httpUrl().default('http://127.0.0.1:8082'),
  PAYMENTS_URL: httpUrl().default('http://127.0.0.1:8083'),
  /** `off` takes the back office from this instance. */
  TICKETS_OFFICE: toggle().default(true),
})

export type Settings = z.output<typeof settingsSchema>
