import { Money, formatCount } from '@millrace/ui'
import type { ReactNode } from 'react'
import type { CustomerRow, ProductRow } from '../../rows.ts'
import { cents } from '../data/api.ts'
import type { Kind } from '../route.ts'

export interface EntityColumn<Row> {
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

const money = (amount: number) => <Money minorUnits={cents(amount)} />

const customers: EntityKindOnPage<CustomerRow> = {
  singular: 'customer',
  title: 'Customers',
  nameOf: ({ firstName, lastName }) => `${firstName} ${lastName}`,
  nameColumn: 'firstName',
  columns: [
    { id: 'purchaseCount', header: 'Purchases', isNumber: true, cell: (row) => formatCount(row.purchaseCount) },
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
      cell: (row) => formatCount(row.purchaseCount),
    },
    {
      id: 'customerCount',
      header: 'Customers',
      isNumber: true,
      isMinor: true,
      cell: (row) => formatCount(row.customerCount),
    },
    { id: 'totalSpent', header: 'Total spent', isNumber: true, cell: (row) => money(row.totalSpent) },
  ],
}

export type EntityRow = CustomerRow | ProductRow

/** What the page knows of each kind; rows are of the kind that was asked for. */
export const kinds = { customers, products } as unknown as Readonly<Record<Kind, EntityKindOnPage<EntityRow>>>
