import { type ApiError, Button, Dialog, Icon, Money, NameAndEmail, Notice, SelectField, useSending } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import { type Customer, type Order, type Product, WAYS, type Way } from '../../contract/order.ts'
import { Picture } from '../pictures/Picture.tsx'
import { testCards, wayWords } from './cards.ts'
import { keepCustomer, lastCustomer } from './kept-customer.ts'

interface NewOrder {
  readonly customer: Customer
  readonly product: string
  readonly card: string
  readonly way: Way
}

interface CheckoutProps {
  readonly product: Product
  readonly onClose: () => void
}

/** Who buys it, with which card, and how it is to be fulfilled; leads to the order's page. */
export function Checkout({ product, onClose }: CheckoutProps) {
  const { send, isBusy, failure } = useSending<NewOrder, Order>('/orders', ({ orderId }, { customer }) => {
    keepCustomer(customer)
    location.assign(`/track/${encodeURIComponent(orderId)}`)
  })
  const [first] = useState(lastCustomer)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const customer = { name: text('name'), email: text('email') }
    void send({ customer, product: product.name, card: text('card'), way: text('way') as Way })
  }
  const wrong = (field: string) => failure?.fields[field]
  return (
    <Dialog title="Buy" onClose={onClose}>
      <form className="mr-stack" onSubmit={submit} noValidate>
        <div className="shop-chosen">
          <Picture product={product.name} />
          <strong>{product.name}</strong>
          <Money minorUnits={product.price} currency="EUR" />
        </div>
        <NameAndEmail first={first} wrong={(field) => wrong(`customer.${field}`)} />
        <Cards />
        <SelectField
          label="How it is fulfilled"
          name="way"
          options={WAYS.map((value) => ({ value, text: wayWords[value] }))}
        />
        <Elsewhere failure={failure} />
        <Button kind="primary" type="submit" className="mr-big" busy={isBusy} icon={<Icon name="lock" />}>
          Buy and pay
        </Button>
      </form>
    </Dialog>
  )
}

function Cards() {
  return (
    <fieldset className="shop-cards">
      <legend>Test card</legend>
      {testCards.map(({ number, shown, does }, place) => (
        <label key={number}>
          <input type="radio" name="card" value={number} defaultChecked={place === 0} />
          <Icon name="card" />
          <span>{shown}</span>
          <small>{does}</small>
        </label>
      ))}
    </fieldset>
  )
}

/** What is wrong with none of the fields that are shown. */
function Elsewhere({ failure }: { failure: ApiError | undefined }) {
  if (failure === undefined || Object.keys(failure.fields).some((field) => field.startsWith('customer.'))) return null
  return <Notice tone="bad">{failure.message}</Notice>
}
