import { problem } from '@millrace/client/http'
import type { DeskOrder, Incident, PlacedOrder } from '../contract/desk.ts'
import type { Database } from '../database/client.ts'
import type { StoredRecord } from '../database/operation.ts'
import { type ProcessId, readProcess } from '../process-directory.ts'
import { orderView } from '../shop/new-order.ts'
import { type ProcessModel, processModel } from './process-model.ts'
import { type Known, whereabouts } from './whereabouts.ts'

const ORDERS_MOST = 200

export async function openIncidents(database: Database): Promise<Incident[]> {
  return (await database.findMany('incidents', { open: true })).map(incidentView)
}

export async function deskOrders(database: Database): Promise<DeskOrder[]> {
  const [orders, incidents] = await Promise.all([database.newest('orders', ORDERS_MOST), openIncidents(database)])
  return orders.map((stored) => withIncidents(stored, incidents))
}

/** An order, and where it is on its diagram. @throws Problem 404 */
export async function placedOrder(database: Database, id: string): Promise<PlacedOrder> {
  const stored = await database.findOne('orders', { _id: id })
  if (stored === undefined) throw problem(404, 'Order not found', `there is no order ${id}`)
  const [incidents, entries] = await Promise.all([
    database.findMany('incidents', { _id: id, open: true }),
    database.findMany('journal', { _id: id }),
  ])
  const order = withIncidents(stored, incidents.map(incidentView))
  const journal = new Map(entries.map((entry) => [String(entry['elementId']), entry])) as unknown as Known['journal']
  const stuck = new Set(order.incidents.map(({ elementId }) => elementId))
  const model = await modelOf(order.process as ProcessId)
  return { ...order, places: whereabouts(model, { journal, stuck, isCancelled: order.status === 'cancelled' }) }
}

const modelOf = async (process: ProcessId): Promise<ProcessModel> => processModel(await readProcess(process))

const withIncidents = (stored: StoredRecord, incidents: readonly Incident[]): DeskOrder => {
  const order = orderView(stored)
  return { ...order, incidents: incidents.filter(({ orderId }) => orderId === order.orderId) }
}

const incidentView = ({ job, _id, elementId, message, at }: StoredRecord): Incident => ({
  job: String(job),
  orderId: String(_id),
  elementId: String(elementId),
  message: String(message),
  at: Number(at),
})
