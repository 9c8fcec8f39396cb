import { type LiveStreams, type PageQuery, checked, page, problem, textOf } from '@millrace/client/http'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { parcelStatuses } from '../contract/parcel.ts'
import type { EntityAccess } from '../entity/access.ts'
import { requestKey } from '../entity/request-key.ts'
import { answerWith } from '../entity/respond.ts'
import type { ParcelCommand } from './decide.ts'
import { type ParcelState, toWire } from './parcel.ts'

type ById = { Params: { orderId: string } }

const listQuery = z.object({
  status: z.enum(parcelStatuses, `must be one of ${parcelStatuses.join(', ')}`).optional(),
})

export function parcelRoutes(
  app: FastifyInstance,
  parcels: EntityAccess<ParcelState, ParcelCommand>,
  live: LiveStreams,
): void {
  app.get<{ Querystring: PageQuery }>('/parcels', async ({ query }) => {
    const { status } = checked(listQuery, { ...query, status: textOf(query, 'status') })
    await parcels.current()
    const wanted = [...parcels.model.states()].filter((parcel) => status === undefined || parcel.status === status)
    return page(wanted, placeOf, query, toWire)
  })
  app.get<ById>('/parcels/:orderId', async ({ params: { orderId } }) => {
    await parcels.current()
    const parcel = parcels.model.get(orderId)
    if (parcel !== undefined) return toWire(parcel)
    throw problem(404, 'Parcel not found', `there is no parcel for order ${orderId}`, { code: 'PARCEL_NOT_FOUND' })
  })
  app.get('/parcels/live', async (_, reply) => {
    await parcels.current()
    live.open(reply, (send) => {
      send('parcels', { items: page(parcels.model.states(), placeOf, {}, toWire).items })
      return parcels.onChange((parcel) => send('parcel', toWire(parcel)))
    })
  })
  for (const kind of ['shipped', 'delivered'] as const) {
    app.post<ById>(`/parcels/:orderId/${kind}`, async (request, reply) =>
      answerWith(reply, await parcels.submit(request.params.orderId, { kind }, requestKey(request, undefined))),
    )
  }
}

const placeOf = ({ takenAt, orderId }: ParcelState) => ({ at: takenAt, id: orderId })
