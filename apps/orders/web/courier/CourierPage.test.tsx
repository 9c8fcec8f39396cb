import { click, find, render } from '@millrace/ui/testing'
import { describe, expect, it } from 'vitest'
import type { Parcel } from '../../contract/parcel.ts'
import { fakeService } from '../testing/fake-service.ts'
import { at, orderOf } from '../testing/orders.ts'
import { CourierPage } from './CourierPage.tsx'

const service = fakeService()
const { customer, items } = orderOf('shipping')
const parcel: Parcel = { orderId: 'o-1', status: 'shipping', customer, items, takenAt: at(1) }

const lane = (page: { container: HTMLElement }, name: string) =>
  find(page.container, `[aria-labelledby="lane-${name}"]`)

describe('the courier’s page', () => {
  it('moves a parcel to the next lane when it is marked', async () => {
    service.answers['POST /parcels/o-1/shipped'] = { ...parcel, status: 'shipped' }
    using page = await render(<CourierPage />)
    await service.tell('parcels', { items: [parcel] })
    await click(find(lane(page, 'shipping'), 'button[data-kind="primary"]'))
    expect(service.posts().map(({ what }) => what)).toEqual(['POST /parcels/o-1/shipped'])
    await service.tell('parcel', { ...parcel, status: 'shipped', shippedAt: at(2) })
    expect(lane(page, 'shipping').textContent).toContain('Nothing to take along')
    expect(lane(page, 'shipped').textContent).toContain('Ada Winter')
    expect(lane(page, 'shipped').textContent).toContain('2 × Clay teapot, 1 l')
  })
})
