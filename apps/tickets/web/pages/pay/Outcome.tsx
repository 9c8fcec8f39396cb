import { Icon, type IconName, type Tone } from '@millrace/ui'
import type { ReservationStatus } from '../../../contract/shop.ts'
import type { PurchaseView } from '../../view.ts'
import { Link } from '../frame/Link.tsx'

type Over = Exclude<ReservationStatus, 'held' | 'paying'>

interface Words {
  readonly tone: Tone
  readonly icon: IconName
  readonly title: string
  readonly text: string
  readonly next: { readonly href: string; readonly name: string }
}

const again = { href: '/', name: 'Back to the sale' } as const
const toTickets = { href: '/yourtickets', name: 'Show your tickets' } as const

const words: Readonly<Record<Over, Words>> = {
  paid: {
    tone: 'ok',
    icon: 'check',
    title: 'Paid, thank you',
    text: 'Your tickets are being made out.',
    next: toTickets,
  },
  issued: { tone: 'ok', icon: 'check', title: 'Paid, thank you', text: 'Your tickets are ready.', next: toTickets },
  cancelled: {
    tone: 'neutral',
    icon: 'close',
    title: 'You gave the tickets back',
    text: 'They are on sale again. Nothing was charged.',
    next: again,
  },
  expired: {
    tone: 'warn',
    icon: 'clock',
    title: 'The time to pay is over',
    text: 'The tickets that were held for you went back on sale. Nothing was charged.',
    next: again,
  },
  failed: {
    tone: 'bad',
    icon: 'stop',
    title: 'The payment failed',
    text: 'No further card is taken for these tickets; they went back on sale. Nothing was charged.',
    next: again,
  },
  refunded: {
    tone: 'info',
    icon: 'refresh',
    title: 'You get your money back',
    text: 'The payment came after the time to pay, and nothing was left that could have been given to you.',
    next: again,
  },
}

/** How a purchase ended, and what one can do next. */
export function Outcome({ purchase: { status } }: { purchase: PurchaseView }) {
  const { tone, icon, title, text, next } = words[status as Over]
  return (
    <div className="ts-outcome" data-tone={tone} aria-live="polite">
      <span className="ts-outcome-mark">
        <Icon name={icon} size={32} />
      </span>
      <h1>{title}</h1>
      <p className="mr-lead">{text}</p>
      <Link className="mr-button mr-big" data-kind={tone === 'ok' ? 'primary' : 'plain'} href={next.href}>
        {next.name}
      </Link>
    </div>
  )
}
