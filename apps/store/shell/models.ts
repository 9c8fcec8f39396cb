/** What the shell can handle; attributes by the wire's names, in the order in which they are shown. */
export const models = {
  Product: { plural: 'products', attributes: ['id', 'name', 'price'], money: ['price'] },
  Customer: { plural: 'customers', attributes: ['id', 'firstName', 'lastName'], money: [] },
  Purchase: {
    plural: 'purchases',
    attributes: ['id', 'productId', 'customerId', 'total', 'transactionDate'],
    money: ['total'],
  },
} as const satisfies Readonly<Record<string, Model>>

export interface Model {
  readonly plural: string
  readonly attributes: readonly string[]
  readonly money: readonly string[]
}

export type ModelName = keyof typeof models

export const isModelName = (name: string): name is ModelName => Object.hasOwn(models, name)
export const modelOf = (name: ModelName): Model => models[name]
