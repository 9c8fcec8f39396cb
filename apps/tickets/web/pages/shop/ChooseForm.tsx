import { Button, Icon, Money, Notice, formatMoney } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { type Stock, TRANSFER_FROM, type TicketsType } from '../../../contract/shop.ts'
import { HallPlan } from '../art/HallPlan.tsx'
import { kinds, show } from '../art/show.ts'
import { go } from '../frame/route.ts'
import { Countdown } from '../live/Countdown.tsx'
import type { Visit } from '../live/use-visit.ts'
import { GiveBack } from '../room/GiveBack.tsx'
import { useAction } from '../room/use-action.ts'
import type { PlaceView } from '../../view.ts'
import { Quantity } from './Quantity.tsx'
import { TypeOption } from './TypeOption.tsx'

/** The hall beside the kinds of ticket, the number, and what it comes to. */
export function ChooseForm({ visit, stock, place }: { visit: Visit; stock: Stock; place: PlaceView }) {
  const [type, setType] = useState<TicketsType | undefined>()
  const [quantity, setQuantity] = useState(2)
  const hold = useAction(visit, '/shop/hold')
  const chosen = stock.types.find(({ ticketsType }) => ticketsType === type)
  const isFull = (wanted: TicketsType): boolean =>
    stock.types.every(({ ticketsType, available }) => ticketsType !== wanted || available === 0)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const answered = await hold.send({ ticketsType: type, ticketsQuantity: quantity })
    const held = answered?.purchases[0]
    if (held !== undefined) go(`/pay?reservationId=${held.reservationId}`)
  }
  return (
    <form className="ts-choose" onSubmit={(event) => void submit(event)} noValidate>
      <div className="ts-head">
        <p className="ts-eyebrow">
          {show.title} · {show.date}
        </p>
        <h1>Choose your tickets</h1>
        {place.tokenExpiresAt !== undefined && (
          <p className="mr-lead">
            The shop is open to you for another <Countdown className="ts-strong" until={place.tokenExpiresAt} />.
          </p>
        )}
      </div>
      <div className="ts-choose-columns">
        <section className="mr-card ts-plan" aria-label="The hall">
          <HallPlan chosen={type} isFull={isFull} onChoose={setType} />
        </section>
        <section className="mr-card ts-choice" aria-label="Your choice">
          {stock.soldOut !== 'no' && <SoldOut isFinal={stock.soldOut === 'final'} />}
          <fieldset className="ts-types">
            <legend>Where</legend>
            {stock.types.map((of) => (
              <TypeOption
                key={of.ticketsType}
                stock={of}
                currency={stock.currency}
                isChosen={of.ticketsType === type}
                onChoose={() => setType(of.ticketsType)}
              />
            ))}
          </fieldset>
          {hold.failure?.fields['ticketsType'] !== undefined && (
            <p className="mr-field-error">{hold.failure.fields['ticketsType']}</p>
          )}
          <Quantity value={quantity} onChange={setQuantity} error={hold.failure?.fields['ticketsQuantity']} />
          {quantity >= TRANSFER_FROM && (
            <Notice tone="info">{TRANSFER_FROM} tickets and more are paid by bank transfer.</Notice>
          )}
          <p className="mr-total">
            <span>{chosen === undefined ? 'Total' : `${quantity} × ${kinds[chosen.ticketsType].name}`}</span>
            {chosen === undefined ? '–' : <Money minorUnits={chosen.price * quantity} currency={stock.currency} />}
          </p>
          {hold.failure !== undefined && Object.keys(hold.failure.fields).length === 0 && (
            <Notice tone="bad">{hold.failure.message}</Notice>
          )}
          <Button
            kind="primary"
            type="submit"
            className="mr-big"
            busy={hold.isBusy}
            disabled={chosen === undefined}
            icon={<Icon name="lock" />}
          >
            {chosen === undefined
              ? 'Choose where first'
              : `Hold for two minutes · ${formatMoney(chosen.price * quantity, stock.currency)}`}
          </Button>
          <p className="mr-muted">Nothing is charged yet. While you pay, nobody else can take them.</p>
        </section>
      </div>
      <GiveBack visit={visit} />
    </form>
  )
}

function SoldOut({ isFinal }: { isFinal: boolean }) {
  return isFinal ? (
    <Notice tone="bad">Sold out: every ticket is paid for, and none can come back.</Notice>
  ) : (
    <Notice tone="warn">
      All tickets are held by others right now. What is not paid for in time comes back here by itself.
    </Notice>
  )
}
