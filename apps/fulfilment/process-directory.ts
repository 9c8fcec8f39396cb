import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ZeebeResource } from '@millrace/client/zeebe'

/** The processes of the system: as the seed draws them, and with workers that answer for themselves. */
export const processIds = [
  'order-fulfilment-1',
  'order-fulfilment-1a',
  'order-fulfilment-direct',
  'populate-stock',
] as const

export type ProcessId = (typeof processIds)[number]

/** The model with its diagram, as XML. */
export const readProcess = (id: ProcessId): Promise<string> =>
  readFile(join(import.meta.dirname, 'processes', `${id}.bpmn`), 'utf8')

export const readProcesses = (): Promise<ZeebeResource[]> =>
  Promise.all(processIds.map(async (id) => ({ name: `${id}.bpmn`, content: await readProcess(id) })))
