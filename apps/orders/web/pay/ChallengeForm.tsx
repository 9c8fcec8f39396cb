import { Button, Icon, Notice, TextField, request, useRead } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { Payment } from '../../contract/payment.ts'
import { Countdown } from './Countdown.tsx'
import { type TestCardList } from './TestCards.tsx'
import { useAttempt } from './use-attempt.ts'

/** The bank wants to know that it is the card's owner who pays. */
export function ChallengeForm({ payment }: { payment: Payment }) {
  const { send, isBusy, failure } = useAttempt(payment, 'challenge')
  const [code, setCode] = useState('')
  const hint = useRead('/cards', 0, (path, signal) => request<TestCardList>(path, { signal })).data?.code
  const last = payment.attempts.at(-1)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send({ code: code.trim() })
  }
  return (
    <form className="pay-form pay-challenge" onSubmit={submit} noValidate aria-labelledby="challenge-title">
      <div className="mr-row mr-spread">
        <span className="pay-bank">
          <Icon name="lock" /> Your bank
        </span>
        <Countdown expiresAt={payment.expiresAt} />
      </div>
      <div className="weir-head">
        <h1 id="challenge-title">Is it you?</h1>
        <p className="mr-lead">
          Your bank has sent a code to your phone, to make sure that you are paying with{' '}
          {last === undefined ? 'your card' : `${last.brand} ending in ${last.last4}`}.
        </p>
      </div>
      {failure !== undefined && failure.fields['code'] === undefined && <Notice tone="bad">{failure.message}</Notice>}
      <TextField
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        className="mr-input pay-code"
        maxLength={10}
        // The one thing to do on a page that has just changed under the reader.
        ref={focus}
        value={code}
        error={failure?.fields['code']}
        hint={hint === undefined ? undefined : `For demonstration: ${hint} is right, anything else is declined.`}
        onChange={({ target }) => setCode(target.value)}
      />
      <Button kind="primary" type="submit" className="mr-big" busy={isBusy}>
        Confirm
      </Button>
    </form>
  )
}

const focus = (element: HTMLInputElement | null): void => element?.focus()
