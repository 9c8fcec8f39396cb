import { Button, EmptyState, Icon, Money, NameAndEmail, Notice, TextField, countOf, useSending } from '@millrace/ui'
import { type FormEvent, useState } from 'react'
import type { Customer, NewOrder, Order } from '../../contract/order.ts'
import { hrefOf, useLinks } from '../frame/links.ts'
import { Picture } from '../pictures/pictures.tsx'
import { type BasketLine, basketAmount, basketPieces } from './basket.ts'
import { Pieces } from './Pieces.tsx'
import { keepCustomer, lastCustomer } from './kept-basket.ts'

interface CheckoutProps {
  readonly lines: readonly BasketLine[]
  readonly onPieces: (sku: string, pieces: number) => void
  readonly onOrdered: () => void
}

/** The basket, who it is for, and the button that orders it and leads to the payment. */
export function Checkout({ lines, onPieces, onOrdered }: CheckoutProps) {
  return (
    <aside id="basket" className="shop-checkout mr-card" aria-labelledby="basket-title">
      <div className="mr-card-head">
        <h2 id="basket-title">Your basket</h2>
        <output className="mr-muted">{lines.length === 0 ? 'empty' : countOf(basketPieces(lines), 'piece')}</output>
      </div>
      {lines.length === 0 ? (
        <EmptyState icon="bag" title="Nothing in it yet">
          Add something from the shelves; it stays here until you order.
        </EmptyState>
      ) : (
        <OrderForm lines={lines} onPieces={onPieces} onOrdered={onOrdered} />
      )}
    </aside>
  )
}

function OrderForm({ lines, onPieces, onOrdered }: CheckoutProps) {
  const { send, isBusy, failure } = useSending<NewOrder, Order>('/orders', ({ paymentUrl }, { customer }) => {
    keepCustomer(customer)
    onOrdered()
    location.assign(paymentUrl)
  })
  const [first] = useState(lastCustomer)
  const links = useLinks()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const customer = { name: text('name'), email: text('email'), phone: text('phone').replaceAll(/[\s()/-]/gu, '') }
    void send({ customer, items: lines.map(({ product, quantity }) => ({ sku: product.sku, quantity })) })
  }
  const wrong = (field: keyof Customer) => failure?.fields[`customer.${field}`]
  const isElsewhere = failure !== undefined && !(['name', 'email', 'phone'] as const).some((field) => wrong(field))
  return (
    <form className="mr-card-body" onSubmit={submit} noValidate>
      <ul className="weir-lines shop-lines">
        {lines.map(({ product, quantity }) => (
          <li key={product.sku}>
            <Picture sku={product.sku} />
            <span>
              {product.name}
              <Pieces name={product.name} pieces={quantity} onPieces={(pieces) => onPieces(product.sku, pieces)} />
            </span>
            <Money minorUnits={product.price * quantity} currency={product.currency} />
          </li>
        ))}
      </ul>
      <p className="mr-total">
        Total <Money minorUnits={basketAmount(lines)} currency={lines[0]?.product.currency ?? 'EUR'} />
      </p>
      <NameAndEmail first={first} wrong={wrong} />
      <TextField
        label="Phone"
        name="phone"
        type="tel"
        autoComplete="tel"
        defaultValue={first.phone}
        hint="With the country's code, such as +49 151 12345678"
        error={wrong('phone')}
        maxLength={30}
      />
      {isElsewhere && <Notice tone="bad">{failure.message}</Notice>}
      <Button kind="primary" type="submit" className="mr-big" busy={isBusy} icon={<Icon name="lock" />}>
        Order and pay
      </Button>
      <p className="shop-promise">
        We write to you at every step, by e-mail and on your phone.{' '}
        <a href={hrefOf(links, { service: 'notifications', path: '/preferences' })}>Choose where</a>
      </p>
    </form>
  )
}
