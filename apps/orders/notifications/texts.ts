import type { Stage } from '../contract/notice.ts'

/** What is known of an order when a text is written. */
export interface Facts {
  readonly orderId: string
  readonly name?: string | undefined
  /** Minor units. */
  readonly amount?: number | undefined
  readonly currency?: string | undefined
  readonly paymentUrl?: string | undefined
  readonly orderUrl?: string | undefined
}

export interface Texts {
  readonly email: { readonly subject: string; readonly text: string }
  readonly mobile: { readonly title: string; readonly body: string; readonly url: string }
}

interface Wording {
  readonly title: string
  readonly line: (facts: Facts) => string
  /** Where the reader goes next. */
  readonly leadsTo: 'payment' | 'order'
}

const WORDINGS: Readonly<Record<Stage, Wording>> = {
  orderCreated: {
    title: 'Order created',
    line: (facts) => `your order${money(facts, ' of ')} is created. It can be paid now.`,
    leadsTo: 'payment',
  },
  paymentCreated: {
    title: 'Payment waiting',
    line: (facts) => `the payment${money(facts, ' of ')} for your order is ready to be made.`,
    leadsTo: 'payment',
  },
  paymentMade: {
    title: 'Payment received',
    line: (facts) => `the payment${money(facts, ' of ')} has been made successfully. Thank you.`,
    leadsTo: 'order',
  },
  readyToShip: { title: 'Ready to ship', line: () => 'your order is ready to ship.', leadsTo: 'order' },
  shipping: { title: 'Shipping', line: () => 'your order is shipping: the courier has it.', leadsTo: 'order' },
  shipped: { title: 'Shipped', line: () => 'your order is shipped and on its way to you.', leadsTo: 'order' },
  delivered: { title: 'Delivered', line: () => 'your order is delivered. Enjoy it.', leadsTo: 'order' },
}

/** What a customer is told about a stage, by e-mail and on the phone. */
export function textsOf(stage: Stage, facts: Facts): Texts {
  const { title, line, leadsTo } = WORDINGS[stage]
  const url = (leadsTo === 'payment' ? facts.paymentUrl : facts.orderUrl) ?? facts.orderUrl ?? facts.paymentUrl ?? ''
  const link = url === '' ? [] : [leadsTo === 'payment' ? `Pay here: ${url}` : `Follow it here: ${url}`, '']
  const sentence = line(facts)
  return {
    email: {
      subject: `${title}: order ${facts.orderId}`,
      text: [`Hello ${facts.name ?? 'there'},`, '', sentence, '', ...link, `Order ${facts.orderId}`, ''].join('\n'),
    },
    mobile: { title, body: `${capital(sentence)} Order ${facts.orderId}`, url },
  }
}

function money({ amount, currency }: Facts, before: string): string {
  if (amount === undefined || currency === undefined) return ''
  const whole = Math.trunc(amount / 100)
  return `${before}${whole}.${String(amount % 100).padStart(2, '0')} ${currency}`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
