import { SelectField, TextField } from '@millrace/ui'
import { useState } from 'react'
import type { CustomerRow, ProductRow } from '../../rows.ts'
import { readPage } from '../data/api.ts'
import { useRead } from '../data/use-read.ts'
import type { FieldErrors } from './NewEntity.tsx'

const CUSTOMERS = '/api/customers?sort=firstName&limit=500'
const PRODUCTS = '/api/products?sort=name&limit=500'

/** Choosing a product suggests its price as the total, until another total is typed. */
export function PurchaseFields({ errors }: { errors: FieldErrors }) {
  const customers = useRead(CUSTOMERS, readPage<CustomerRow>).data?.rows ?? []
  const products = useRead(PRODUCTS, readPage<ProductRow>).data?.rows ?? []
  const [total, setTotal] = useState({ text: '', isTyped: false })
  const suggest = (productId: string) => {
    const product = products.find(({ id }) => id === productId)
    if (product !== undefined && !total.isTyped) setTotal({ text: product.price.toFixed(2), isTyped: false })
  }
  return (
    <>
      <SelectField
        name="customerId"
        label="Customer"
        error={errors['customerId']}
        options={[
          choose,
          ...customers.map(({ id, firstName, lastName }) => ({ value: id, text: `${firstName} ${lastName}` })),
        ]}
      />
      <SelectField
        name="productId"
        label="Product"
        error={errors['productId']}
        onChange={({ target }) => suggest(target.value)}
        options={[
          choose,
          ...products.map(({ id, name, price }) => ({ value: id, text: `${name}, ${price.toFixed(2)}` })),
        ]}
      />
      <TextField
        name="total"
        label="Total"
        inputMode="decimal"
        autoComplete="off"
        hint="Such as 1.99"
        error={errors['total']}
        value={total.text}
        onChange={({ target }) => setTotal({ text: target.value, isTyped: true })}
      />
    </>
  )
}

const choose = { value: '', text: 'Choose…' }
