import { type Stock, TRANSFER_FROM } from '../../contract/shop.ts'
import type { Sale } from '../../contract/waiting-room.ts'
import { kinds, show } from '../pages/art/show.ts'
import { qrPath } from '../pages/wallet/qr-path.ts'
import type { PlaceView, PurchaseView, SaleView, TestCard, VisitView } from '../view.ts'
import { Html, html } from './html.ts'

/** What a page without script is made of. */
export interface PlainInput {
  readonly view: SaleView
  readonly visit: VisitView
  readonly cards: readonly TestCard[]
  /** Why the last action was refused. */
  readonly failure?: string
  /** Tags of the built style sheets. */
  readonly styles: Html
  /** Text of a time, by the platform’s clock. */
  readonly now: string
}

/** The whole sale on one page that needs no script: the state, and a form for each thing that can be done in it. */
export function plainPage({ view, visit, cards, failure, styles, now }: PlainInput): string {
  const open = visit.purchases.find(({ status }) => status === 'held' || status === 'paying')
  const issued = visit.purchases.filter(({ status }) => status === 'issued')
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${show.title} · Turnstile</title>
        ${styles}
      </head>
      <body>
        <main class="ts-main">
          <div class="ts-head">
            <p class="ts-eyebrow">${show.hall} · ${show.date} · ${show.doors}</p>
            <h1>${show.title}</h1>
          </div>
          ${failure !== undefined && html`<p class="mr-notice" data-tone="bad" role="alert">${failure}</p>`}
          ${view.sale.message !== undefined && html`<p class="mr-notice" data-tone="info">${view.sale.message}</p>`}
          <section class="ts-card ts-now" aria-label="Where you are">
            ${open === undefined ? whereabouts(view, visit.place) : purchase(open, cards)}
          </section>
          ${issued.map(tickets)}
          <div class="mr-row">
            <a class="mr-button" href="/plain">Look now</a>
            <p class="mr-muted">
              This page works without script; it looks again by itself every half minute. Of ${time(now)}.
            </p>
          </div>
        </main>
      </body>
    </html>`.text
}

/** There is nothing to show yet. */
export const closedPage = (styles: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${show.title} · Turnstile</title>
        ${styles}
      </head>
      <body>
        <main class="ts-main">
          <h1>${show.title}</h1>
          <p>The ticket shop does not answer at the moment. Nothing is lost; this page looks again by itself.</p>
          <p><a class="mr-button" href="/plain">Look now</a></p>
        </main>
      </body>
    </html>`.text

function whereabouts({ sale, stock }: SaleView, place: PlaceView | null): Html {
  switch (place?.status) {
    case 'early':
      return html`<h2>You are in the waiting room</h2>
        <p>The sale opens at ${time(sale.opensAt)}. Then lots are drawn for the order in line.</p>
        ${button('leave', 'Leave')}`
    case 'waiting':
      return html`<h2>You are number ${place.ahead + 1} of ${Math.max(sale.waiting, place.ahead + 1)} in line</h2>
        <p>${estimate(place, sale)}</p>
        ${button('leave', 'Leave the line')}`
    case 'admitted':
      return html`<h2>It is your turn</h2>
        ${place.tokenExpiresAt !== undefined && html`<p>The shop is open to you until ${time(place.tokenExpiresAt)}.</p>`}
        ${stock !== undefined && choice(stock)} ${button('leave', 'Give up and leave')}`
    case undefined:
      return html`<h2>The queue does not answer at the moment</h2>
        <p>Places are kept. Look again in a moment.</p>`
    case 'unknown':
    case 'finished':
    case 'abandoned':
    case 'lapsed':
    case 'removed':
      return outside(sale, stock)
  }
}

function outside(sale: Sale, stock: Stock | undefined): Html {
  if (stock?.soldOut === 'final' || sale.state === 'soldOut') return html`<h2>Sold out</h2>`
  if (sale.state === 'before')
    return html`<h2>The sale opens at ${time(sale.opensAt)}</h2>
      ${button('join', 'Enter the waiting room')}`
  if (sale.state === 'closed' || sale.state === 'draining') return html`<h2>The line is closed</h2>`
  return html`<h2>The sale is open</h2>
    <p>People in line: ${sale.waiting}</p>
    ${button('join', 'Join the line')}`
}

function estimate({ ahead, estimate }: PlaceView, sale: Sale): string {
  if (sale.state === 'paused' || estimate === 'paused') return 'Nobody is let in for the moment. Your place is kept.'
  if (ahead === 0) return 'You are next.'
  if (estimate === 'unknown') return 'How long it takes cannot be said yet.'
  return `Your turn comes in about ${Math.ceil(estimate.p50 / 60_000)} to ${Math.ceil(estimate.p90 / 60_000)} minutes.`
}

function choice({ types, currency }: Stock): Html {
  const option = ({ ticketsType, price, available }: Stock['types'][number]) =>
    html`<label class="ts-type">
      <input type="radio" name="ticketsType" value="${ticketsType}" ${available === 0 && 'disabled'} required />
      <span class="ts-type-name">${kinds[ticketsType].name} <small>${kinds[ticketsType].where}</small></span>
      <span class="ts-type-price">${money(price, currency)} <small>${available} left</small></span>
    </label>`
  return html`<form class="mr-stack" method="post" action="/plain/hold">
    <fieldset class="ts-types">
      <legend>Where</legend>
      ${types.map(option)}
    </fieldset>
    <label class="mr-field">
      <span class="mr-field-label">How many (${TRANSFER_FROM} and more are paid by bank transfer)</span>
      <input class="mr-input" type="number" name="ticketsQuantity" value="2" min="1" required />
    </label>
    <button class="mr-button ts-big" data-kind="primary">Hold for two minutes</button>
  </form>`
}

function purchase(of: PurchaseView, cards: readonly TestCard[]): Html {
  const { reservationId, ticketsQuantity, ticketsType, amount, currency, expiresAt } = of
  return html`<h2>You hold ${ticketsQuantity} × ${kinds[ticketsType].name}</h2>
    <p>${money(amount, currency)} in all. They are held until ${time(expiresAt)}.</p>
    ${of.declined > 0 && html`<p class="mr-notice" data-tone="bad">The card was declined: ${of.reason}. Try another.</p>`}
    ${of.method === 'transfer' ? transfer(of) : card(of, cards)}
    ${button('cancel', 'Give these tickets back', reservationId)}`
}

function transfer({ reservationId, payment, amount, currency }: PurchaseView): Html {
  if (payment === undefined) return button('pay', 'Get the transfer’s details', reservationId)
  return html`<p>
    Send ${money(amount, currency)} to ${show.hall}, box office, with the reference
    <strong>${payment.reference ?? reservationId}</strong>.
  </p>`
}

function card({ status, payment, reservationId }: PurchaseView, cards: readonly TestCard[]): Html {
  if (status === 'paying' && payment?.status !== 'awaiting')
    return html`<p>Your bank is being asked. Look again in ten seconds.</p>`
  return html`<form class="mr-stack" method="post" action="/plain/pay">
    <input type="hidden" name="reservationId" value="${reservationId}" />
    <label class="mr-field">
      <span class="mr-field-label">Card number</span>
      <input class="mr-input" name="card" inputmode="numeric" autocomplete="cc-number" required />
    </label>
    <button class="mr-button ts-big" data-kind="primary">Pay</button>
    <p class="mr-muted">Test cards: ${cards.map(({ number, does }) => html`${number} (${does}) `)}</p>
  </form>`
}

const tickets = ({ tickets, ticketsType }: PurchaseView): Html =>
  html`<section class="ts-card ts-now" aria-label="Your tickets">
    <h2>Your tickets</h2>
    ${tickets.map(({ ticketId, code }, at) => {
      const { size, path } = qrPath(code)
      return html`<p>${kinds[ticketsType].name}, ${at + 1} of ${tickets.length}</p>
        <svg role="img" aria-label="Code of ticket ${ticketId}" width="240" height="240" viewBox="0 0 ${size} ${size}">
          <rect width="${size}" height="${size}" fill="#fff" />
          <path d="${path}" fill="#000" />
        </svg>`
    })}
  </section>`

const button = (action: string, text: string, reservationId?: string): Html =>
  html`<form method="post" action="/plain/${action}">
    ${reservationId !== undefined && html`<input type="hidden" name="reservationId" value="${reservationId}" />`}
    <button class="mr-button">${text}</button>
  </form>`

const money = (minorUnits: number, currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(minorUnits / 100)

const time = (at: string): Html =>
  html`<time datetime="${at}">${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC</time>`
