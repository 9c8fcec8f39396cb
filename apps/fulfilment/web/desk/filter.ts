import type { DeskOrder } from '../../contract/desk.ts'
import type { OrderStatus } from '../../contract/order.ts'

export const filters = [
  { value: 'all', text: 'All' },
  { value: 'open', text: 'Under way' },
  { value: 'incident', text: 'With incidents' },
] as const

export type Filter = (typeof filters)[number]['value']

const ENDED: ReadonlySet<OrderStatus> = new Set(['fulfilled', 'sold out', 'not fulfilled', 'cancelled'])

export const isOpen = ({ status }: Pick<DeskOrder, 'status'>): boolean => !ENDED.has(status)

export function fits(order: DeskOrder, filter: Filter): boolean {
  if (filter === 'open') return isOpen(order)
  return filter === 'all' || order.incidents.length > 0
}
