import { Money, formatCount } from '@millrace/ui'
import type { ReactNode } from 'react'
import type { CustomerRow, ProductRow } from '../../rows.ts'
import { cents } from '../data/api.ts'
import type { Kind } from '../route.ts'

interface EntityColumn<Row> {
  /** What the server sorts by. */
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  readonly isNumber: boolean
  /** Not on a phone, where there is no room. */
  readonly isMinor?: boolean
}

interface EntityKindOnPage<Row> {
  readonly singular: 'customer' | 'product'
  readonly title: string
  readonly nameOf: (row: Row) => string
  readonly nameColumn: string
  readonly columns: readonly EntityColumn<Row>[]
}

/** What is nothing steps back, so that what is something is seen. */
const faint = (isZero: boolean, content: ReactNode) =>
  isZero ? <span className="store-zero">{content}</span> : content
const money = (amount: number) => faint(amount === 0, <Money minorUnits={cents(amount)} />)
const count = (number: number) => faint(number === 0, formatCount(number))

const customers: EntityKindOnPage<CustomerRow> = {
  singular: 'customer',
  title: 'Customers',
  nameOf: ({ firstName, lastName }) => `${firstName} ${lastName}`,
  nameColumn: 'firstName',
  columns: [
    { id: 'purchaseCount', header: 'Purchases', isNumber: true, cell: (row) => count(row.purchaseCount) },
    { id: 'totalSpent', header: 'Total spent', isNumber: true, cell: (row) => money(row.totalSpent) },
  ],
}

const products: EntityKindOnPage<ProductRow> = {
  singular: 'product',
  title: 'Products',
  nameOf: ({ name }) => name,
  nameColumn: 'name',
  columns: [
    { id: 'price', header: 'Price', isNumber: true, cell: (row) => money(row.price) },
    {
      id: 'purchaseCount',
      header: 'Purchases',
      isNumber: true,
      isMinor: true,
      cell: (row) => count(row.purchaseCount),
    },
    {
      id: 'customerCount',
      header: 'Customers',
      isNumber: true,
      isMinor: true,
      cell: (row) => count(row.customerCount),
    },
    { id: 'totalSpent', header: 'Total spent', isNumber: true, cell: (row) => money(row.totalSpent) },
  ],
}

export type EntityRow = CustomerRow | ProductRow

/** What the page knows of each kind; rows are of the kind that was asked for. */
export const kinds = { customers, products } as unknown as Readonly<Record<Kind, EntityKindOnPage<EntityRow>>>
