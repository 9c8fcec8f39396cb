import { click, find, render } from '@millrace/ui/testing'
import { describe, expect, it } from 'vitest'
import type { Parcel, ParcelStatus } from '../../contract/parcel.ts'
import { fakeService } from '@millrace/ui/testing/service'
import { at, orderOf } from '../testing/orders.ts'
import { CourierPage } from './CourierPage.tsx'

const service = fakeService()
const { customer, items } = orderOf('shipping')
const parcel: Parcel = { orderId: 'o-1', status: 'shipping', customer, items, takenAt: at(1) }

const lane = (page: { container: HTMLElement }, name: string) =>
  find(page.container, `[aria-labelledby="lane-${name}"]`)

const pathOf = (status: ParcelStatus) => `GET /parcels?status=${status}&limit=100`

function lanesAre(parcels: Partial<Record<ParcelStatus, readonly Parcel[]>>, next?: string): void {
  for (const status of ['shipping', 'shipped', 'delivered'] as const)
    service.answers[pathOf(status)] = { items: parcels[status] ?? [], ...(next !== undefined && { next }) }
}

describe('the courier’s page', () => {
  it('moves a parcel to the next lane when it is marked', async () => {
    service.answers['POST /parcels/o-1/shipped'] = { ...parcel, status: 'shipped' }
    lanesAre({ shipping: [parcel] })
    using page = await render(<CourierPage />)
    await service.settle()
    await click(find(lane(page, 'shipping'), 'button[data-kind="primary"]'))
    expect(service.posts().map(({ what }) => what)).toEqual(['POST /parcels/o-1/shipped'])
    const shipped = { ...parcel, status: 'shipped', shippedAt: at(2) } as const
    lanesAre({ shipped: [shipped] })
    await service.tell('parcel', shipped)
    await service.settle()
    expect(lane(page, 'shipping').textContent).toContain('Nothing to take along')
    expect(lane(page, 'shipped').textContent).toContain('Ada Winter')
    expect(lane(page, 'shipped').textContent).toContain('2 × Clay teapot, 1 l')
  })

  it('says which lane could not be read, and that there is more than it shows', async () => {
    lanesAre({ shipping: [parcel] }, 'more')
    service.answers[pathOf('shipped')] = 503
    using page = await render(<CourierPage />)
    await service.settle()
    expect(lane(page, 'shipping').textContent).toContain('1+')
    expect(lane(page, 'shipping').textContent).toContain('There are more')
    expect(lane(page, 'shipped').textContent).toContain('answers 503')
  })
})
