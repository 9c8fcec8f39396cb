import { Button, Icon, Notice, TextField, formatMoney, request, useRead } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { PurchaseView, TestCard } from '../../view.ts'
import type { Visit } from '../live/use-visit.ts'
import { useAction } from '../room/use-action.ts'
import { CancelHold } from './CancelHold.tsx'
import { groupedNumber } from './card-text.ts'

const TRIES = 3

/** Pays by card; after a declined one another may be tried while the tickets are held. */
export function CardForm({ visit, purchase }: { visit: Visit; purchase: PurchaseView }) {
  const [number, setNumber] = useState('')
  const pay = useAction(visit, '/shop/pay')
  const cards = useRead('/shop/cards', 0, (path, signal) => request<readonly TestCard[]>(path, { signal })).data ?? []
  const { reservationId, declined, reason, amount, currency } = purchase
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void pay.send({ reservationId, card: { number } })
  }
  const field = pay.failure?.fields['card.number'] ?? pay.failure?.fields['number']
  return (
    <form className="mr-stack" onSubmit={submit} noValidate>
      <h1>Pay by card</h1>
      {declined > 0 && (
        <Notice tone="bad">
          <strong>The card was declined.</strong> {reason !== undefined && `${sentence(reason)} `}
          You can try {TRIES - declined === 1 ? 'one more card' : `${TRIES - declined} more cards`} while your tickets
          are held.
        </Notice>
      )}
      {pay.failure !== undefined && field === undefined && <Notice tone="bad">{pay.failure.message}</Notice>}
      <TextField
        label="Card number"
        inputMode="numeric"
        autoComplete="cc-number"
        className="mr-input ts-card-number"
        maxLength={23}
        value={number}
        error={field}
        onChange={({ target }) => setNumber(groupedNumber(target.value))}
      />
      <Button kind="primary" type="submit" className="mr-big" busy={pay.isBusy} icon={<Icon name="lock" />}>
        Pay {formatMoney(amount, currency)}
      </Button>
      {cards.length > 0 && (
        <section className="ts-cards" aria-labelledby="ts-cards-title">
          <h2 id="ts-cards-title">Test cards</h2>
          <ul>
            {cards.map((card) => (
              <li key={card.number}>
                <button type="button" onClick={() => setNumber(groupedNumber(card.number))}>
                  <span>{groupedNumber(card.number)}</span>
                  <span>{card.does}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <CancelHold visit={visit} purchase={purchase} />
    </form>
  )
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1).replaceAll('_', ' ')}.`
