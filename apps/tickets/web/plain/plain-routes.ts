import { Problem } from '@millrace/client/http'
import { Fault } from '@millrace/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { builtPage } from '../assets.ts'
import { clientOf } from '../session/client.ts'
import { sessionOf } from '../session/cookie.ts'
import type { Shop } from '../shop.ts'
import { Html } from './html.ts'
import { closedPage, plainPage } from './plain-page.ts'

const LOOK_AGAIN_S = 30

type Form = Readonly<Record<string, string>>
type Act = (sessionId: string, given: Form, request: FastifyRequest) => Promise<void>

interface Failure {
  readonly status: number
  readonly text: string
}

/** The sale for browsers without script: a page, and forms that lead back to it. */
export function plainRoutes(app: FastifyInstance, shop: Shop): void {
  const styles = stylesOf(builtPage())
  void app.register((scope, _options, done) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, parsed) => {
      parsed(null, Object.fromEntries(new URLSearchParams(String(body))))
    })
    scope.get('/plain', (request, reply) => show(shop, styles, request, reply))
    for (const [name, act] of Object.entries(forms(shop))) {
      scope.post(`/plain/${name}`, async (request, reply) => {
        const sessionId = sessionOf(request, reply, shop.random)
        try {
          await act(sessionId, (request.body as Form | undefined) ?? {}, request)
          shop.visits.changed(sessionId)
          shop.saleMoved()
        } catch (error) {
          return show(shop, styles, request, reply, failureOf(error))
        }
        return reply.redirect('/plain', 303)
      })
    }
    done()
  })
}

/** What each form does, by the last part of its address. */
function forms(shop: Shop): Readonly<Record<string, Act>> {
  const { actions } = shop
  return {
    join: async (sessionId, _, request) => actions.join(sessionId, clientOf(request, (await shop.view()).sale.room)),
    leave: (sessionId) => actions.leave(sessionId),
    hold: (sessionId, { ticketsType, ticketsQuantity }) =>
      actions.hold(sessionId, { ticketsType, ticketsQuantity: Number(ticketsQuantity) }, undefined),
    pay: (sessionId, { reservationId, card }) =>
      actions.pay(sessionId, { reservationId, ...(card !== undefined && { card: { number: card } }) }),
    cancel: (sessionId, { reservationId }) => actions.cancel(sessionId, { reservationId }),
  }
}

async function show(
  shop: Shop,
  styles: Html,
  request: FastifyRequest,
  reply: FastifyReply,
  failure?: Failure,
): Promise<FastifyReply> {
  const sessionId = sessionOf(request, reply, shop.random)
  // In a header, and no tag: those whom it disturbs can switch it off in their browser.
  void reply.header('refresh', `${LOOK_AGAIN_S}; url=/plain`).header('cache-control', 'no-store')
  const view = await shop.view().catch(failureOf)
  if ('text' in view) return reply.code(503).type('text/html; charset=utf-8').send(closedPage(styles))
  const visit = await shop.visit(sessionId)
  const cards = await shop.services.payments.cards().catch(() => [])
  const said = failure === undefined ? {} : { failure: failure.text }
  const page = plainPage({ view, visit, cards, styles, now: view.sale.now, ...said })
  return reply
    .code(failure?.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(page)
}

/** @throws what is neither refused nor out of reach */
function failureOf(error: unknown): Failure {
  if (error instanceof Problem) return { status: error.details.status, text: error.details.detail }
  if (error instanceof Fault) return { status: 503, text: error.message }
  throw error
}

/** The links to the built style sheets, as the page with script has them. */
function stylesOf(page: string | undefined): Html {
  const links = page?.match(/<link rel="(stylesheet|icon)"[^>]*>/gu) ?? []
  return new Html(links.join(''))
}
