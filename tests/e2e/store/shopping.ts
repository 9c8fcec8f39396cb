import { below, seededRandom } from '@millrace/kernel'
import { type StoreHost, type WithId, post } from './store-host.ts'

const CUSTOMERS = [
  ['Ada', 'Winter'],
  ['Bruno', 'Keller'],
  ['Chiara', 'Rossi'],
  ['Daan', 'de Vries'],
  ['Elif', 'Yıldız'],
  ['Farid', 'Haddad'],
  ['Greta', 'Lindqvist'],
  ['Hugo', 'Martín'],
] as const

const PRODUCTS = [
  ['Sourdough loaf', 420],
  ['Oat milk, 1 l', 215],
  ['Espresso beans, 1 kg', 1890],
  ['Olive oil, cold pressed', 1150],
  ['Dark chocolate 85 %', 340],
  ['Comté, 24 months', 2780],
  ['Rye crackers', 295],
  ['Blood oranges, 2 kg', 560],
] as const

export interface Shopping {
  /** Has bought the product that was deleted afterwards, among others. */
  readonly customer: WithId
  readonly deleted: WithId
}

/** A day's business: customers, products, purchases; one product is deleted in the end. */
export async function goShopping({ products, customers, purchases }: StoreHost['urls']): Promise<Shopping> {
  const random = seededRandom(2026)
  const people: WithId[] = []
  for (const [firstName, lastName] of CUSTOMERS)
    people.push(await post(customers, 'customers', { firstName, lastName }))
  const goods: (WithId & { readonly cents: number })[] = []
  for (const [name, cents] of PRODUCTS)
    goods.push({ ...(await post(products, 'products', { name, price: cents / 100 })), cents })
  const buy = async (who: number, what: number, times: number): Promise<void> => {
    const [customer, product] = [people[who], goods[what]]
    if (customer === undefined || product === undefined) throw new Error('there is no such customer or product')
    const total = (product.cents * times) / 100
    await post(purchases, 'purchases', { customerId: customer.id, productId: product.id, total })
  }
  for (let purchase = 0; purchase < 60; purchase++) await buy(below(random, 7), below(random, 8), 1 + below(random, 4))
  await buy(3, 6, 2)
  const [customer, deleted] = [people[3], goods[6]]
  if (customer === undefined || deleted === undefined) throw new Error('the lists have become shorter')
  await fetch(`${products}/products/${deleted.id}`, { method: 'DELETE' })
  return { customer, deleted }
}
