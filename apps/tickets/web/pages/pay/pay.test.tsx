import { render } from '@millrace/ui/testing'
import { beforeEach, expect, it, vi } from 'vitest'
import type { ReservationStatus } from '../../../contract/shop.ts'
import type { PurchaseView } from '../../view.ts'
import { purchaseOf, visitOf } from '../testing/visits.ts'
import { PayPage } from './PayPage.tsx'
import { groupedNumber } from './card-text.ts'

beforeEach(() => vi.stubGlobal('fetch', async () => Response.json([])))

const shown = async (purchases: readonly PurchaseView[], reservationId: string | null = null): Promise<string> => {
  using page = await render(<PayPage visit={visitOf({ purchases })} reservationId={reservationId} />)
  return page.container.textContent ?? ''
}

it.each<[ReservationStatus, string]>([
  ['held', 'Pay by card'],
  ['paying', 'Asking your bank'],
  ['paid', 'Your tickets are being made out.'],
  ['issued', 'Your tickets are ready.'],
  ['cancelled', 'You gave the tickets back'],
  ['expired', 'The time to pay is over'],
  ['failed', 'The payment failed'],
  ['refunded', 'You get your money back'],
])('says of a purchase that is %s: %s', async (status, text) =>
  expect(await shown([purchaseOf({ status })])).toContain(text),
)

it('shows the purchase of the address, the newest one otherwise, and none that is not one’s own', async () => {
  const purchases = [purchaseOf(), purchaseOf({ reservationId: 'r0', status: 'expired' })]
  expect(await shown(purchases)).toContain('Pay by card')
  expect(await shown(purchases, 'r0')).toContain('The time to pay is over')
  expect(await shown(purchases, 'another')).toContain('There is nothing to pay')
})

it('says why a card was declined, and how many may be tried', async () => {
  const text = await shown([purchaseOf({ declined: 2, reason: 'insufficient funds' })])
  expect(text).toContain('Insufficient funds. You can try one more card')
})

it('gives the details of a transfer when it has begun', async () => {
  const held = purchaseOf({ method: 'transfer', ticketsQuantity: 10 })
  expect(await shown([held])).toContain('Get the transfer’s details')
  const payment = {
    reservationId: 'r1',
    status: 'awaiting',
    amount: 24_700,
    method: 'transfer',
    attempts: 0,
    reference: 'MR-1',
    createdAt: held.heldAt,
    expiresAt: held.expiresAt,
  } as const
  const text = await shown([{ ...held, status: 'paying', payment }])
  expect(text).toContain('MR-1')
  expect(text).toContain('€247.00')
})

it.each([
  ['4242424242424242', '4242 4242 4242 4242'],
  ['42x42-', '4242'],
])('groups %s', (typed, grouped) => expect(groupedNumber(typed)).toBe(grouped))
