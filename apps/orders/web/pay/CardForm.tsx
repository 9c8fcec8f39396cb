import { Button, Icon, Notice, TextField, countOf, formatMoney } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { DeclineReason, Payment, PaymentAttempt } from '../../contract/payment.ts'
import { Countdown } from './Countdown.tsx'
import { TestCards } from './TestCards.tsx'
import { cardOf, expiryText, groupedNumber } from './card-text.ts'
import { useAttempt } from './use-attempt.ts'

/** Number, expiry, code, and the button that pays. */
export function CardForm({ payment }: { payment: Payment }) {
  const { send, isBusy, failure } = useAttempt(payment, 'pay')
  const [number, setNumber] = useState('')
  const [expiry, setExpiry] = useState('')
  const [cvc, setCvc] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send(cardOf(number, expiry, cvc))
  }
  const choose = (card: string) => {
    setNumber(groupedNumber(card))
    setExpiry('12 / 34')
    setCvc('123')
  }
  const fields = failure?.fields ?? {}
  const expiryError = fields['expiryMonth'] ?? fields['expiryYear']
  return (
    <form className="pay-form" onSubmit={submit} noValidate aria-labelledby="pay-title">
      <div className="mr-row mr-spread">
        <h1 id="pay-title">Pay by card</h1>
        <Countdown expiresAt={payment.expiresAt} />
      </div>
      <Declined payment={payment} isBusy={isBusy} />
      {failure !== undefined && Object.keys(fields).length === 0 && <Notice tone="bad">{failure.message}</Notice>}
      <TextField
        label="Card number"
        inputMode="numeric"
        autoComplete="cc-number"
        placeholder="1234 1234 1234 1234"
        value={number}
        error={fields['number']}
        onChange={({ target }) => setNumber(groupedNumber(target.value))}
      />
      <div className="pay-pair">
        <TextField
          label="Expires"
          inputMode="numeric"
          autoComplete="cc-exp"
          placeholder="MM / YY"
          value={expiry}
          error={expiryError}
          onChange={({ target }) => setExpiry(typedExpiry(expiry, target.value))}
        />
        <TextField
          label="Security code"
          inputMode="numeric"
          autoComplete="cc-csc"
          placeholder="CVC"
          maxLength={4}
          value={cvc}
          error={fields['cvc']}
          onChange={({ target }) => setCvc(target.value.replaceAll(/\D/gu, ''))}
        />
      </div>
      <Button kind="primary" type="submit" className="mr-big" busy={isBusy} icon={<Icon name="lock" />}>
        Pay {formatMoney(payment.amount, payment.currency)}
      </Button>
      <TestCards onChoose={choose} />
    </form>
  )
}

/** Taking away the slash takes away what is before it, or one could never go back. */
function typedExpiry(before: string, typed: string): string {
  const isShorter = typed.length < before.length
  return isShorter && typed.endsWith('/') ? typed.replace(/\s*\/$/u, '') : expiryText(typed)
}

const reasons: Readonly<Record<DeclineReason, string>> = {
  card_declined: 'The bank declined the card.',
  insufficient_funds: 'There is not enough money on the card.',
  stolen_card: 'The bank says that the card was stolen.',
  challenge_failed: 'The code was not the one that the bank had sent.',
}

/** Why the last card did not work, until another is tried. */
function Declined({ payment: { attempts, attemptsLeft }, isBusy }: { payment: Payment; isBusy: boolean }) {
  const last: PaymentAttempt | undefined = attempts.at(-1)
  if (last?.outcome !== 'declined' || isBusy) return null
  return (
    <Notice tone="bad">
      <strong>
        {last.brand} ending in {last.last4} was declined.
      </strong>{' '}
      {last.reason && reasons[last.reason]} Nothing was charged. Try another card:{' '}
      {countOf(attemptsLeft, 'try', 'tries')} left.
    </Notice>
  )
}
