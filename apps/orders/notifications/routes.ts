import { type PageQuery, checked, page, problem, textOf, wrongFields } from '@millrace/client/http'
import { type LivenessClock, pause } from '@millrace/kernel'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Preferences, stages } from '../contract/notice.ts'
import type { EntityAccess } from '../entity/access.ts'
import { emailSchema, phoneSchema } from '../orders/new-order.ts'
import { type NoticesState, toWire } from './notice.ts'
import type { KeptPreferences } from './preferences.ts'

type ByStage = { Params: { orderId: string; stage: string }; Querystring: PageQuery }
type ByContact = { Params: { contact: string } }

const wish = z.object({ email: z.boolean('must be true or false'), mobile: z.boolean('must be true or false') })

const WAIT_MOST_MS = 5000
const LOOK_EVERY_MS = 20

export function noticeRoutes(
  app: FastifyInstance,
  notices: EntityAccess<NoticesState, never>,
  preferences: KeptPreferences,
  liveness: LivenessClock,
): void {
  app.get<{ Querystring: PageQuery }>('/notices', async ({ query }) => {
    await notices.current()
    const flat = [...notices.model.states()]
      .filter((state) => isWanted(state, query))
      .flatMap((state) => state.notices.map((notice) => ({ state, notice })))
    return page(
      flat,
      ({ state, notice }) => ({
        at: notice.at,
        id: `${state.orderId}:${stages.length - stages.indexOf(notice.stage)}`,
      }),
      query,
      ({ state, notice }) => toWire(state, notice),
    )
  })
  app.get<ByStage>('/notices/:orderId/:stage', async ({ params: { orderId, stage }, query }) => {
    const until = liveness.now() + Math.min(WAIT_MOST_MS, Number(textOf(query, 'waitMs') ?? 0) || 0)
    await notices.current()
    for (;;) {
      const state = notices.model.get(orderId)
      const notice = state?.notices.find((each) => each.stage === stage)
      if (state !== undefined && notice !== undefined) return toWire(state, notice)
      if (liveness.now() >= until) break
      await pause(liveness, LOOK_EVERY_MS)
    }
    const text = `nothing has been told about stage ${stage} of order ${orderId}`
    throw problem(404, 'Notice not found', text, { code: 'NOTICE_NOT_FOUND' })
  })
  app.get<ByContact>('/preferences/:contact', async ({ params }) => {
    const contact = contactOf(params.contact)
    await preferences.current()
    return { contact, ...(preferences.of(contact) ?? { email: true, mobile: true }) } satisfies Preferences
  })
  app.put<ByContact>('/preferences/:contact', async ({ params, body }) => {
    const contact = contactOf(params.contact)
    const given = checked(wish, body)
    await preferences.set(contact, given)
    return { contact, ...given } satisfies Preferences
  })
}

function isWanted({ orderId, customer }: NoticesState, query: PageQuery): boolean {
  const [wantedOrder, phone, email] = [textOf(query, 'orderId'), textOf(query, 'phone'), textOf(query, 'email')]
  return (
    (wantedOrder === undefined || orderId === wantedOrder) &&
    (phone === undefined || customer?.phone === phone) &&
    (email === undefined || customer?.email.toLowerCase() === email.toLowerCase())
  )
}

/** @throws Problem 400 */
function contactOf(given: string): string {
  const email = emailSchema.safeParse(given)
  if (email.success) return email.data.toLowerCase()
  const phone = phoneSchema.safeParse(given)
  if (phone.success) return phone.data
  throw wrongFields([{ field: 'contact', message: 'must be an e-mail address or a phone number with country code' }])
}
