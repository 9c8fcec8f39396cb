import type { PurchaseView } from '../../view.ts'

/** Tickets are held, and may be paid for. */
export const isOpen = ({ status }: Pick<PurchaseView, 'status'>): boolean => status === 'held' || status === 'paying'
