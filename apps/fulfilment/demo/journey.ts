import type { DemoTarget } from '@millrace/kernel'
import { catalogue } from '../shop/catalogue.ts'
import { type Answer, type Shown, caller } from './caller.ts'
import { lostAnswer } from './lost-answer.ts'
import { shopperOf } from './shopper.ts'
import { recordsIn } from './shown.ts'

const BAD = '4000000000000002'
const [shirt, ale] = Object.keys(catalogue) as [string, string]

/**
 * Restocks the shop, orders both ways of working, with a declined card, without stock, and with an answer that is lost until
 * an incident was raised. Prints what the services, the clock and the engine answered, nothing else.
 */
export async function demo(target: DemoTarget): Promise<void> {
  const call = caller(withClock(target), target.ports.clocks.liveness, target.print)
  const shopper = shopperOf(call)
  const { order, comesTo } = shopper
  call.print('Restock the demo ecommerce store: the process goes through the products, one after the other')
  await call.send('POST', 'shop', '/restock', {}, ({ products }) => [JSON.stringify(products)])
  await call.until('database', '/db/stock', isRestocked, stockLines)

  call.print('\nAn order whose services answer by message')
  await comesTo(await order(shirt, 'messages'), 'fulfilled')
  call.print('\nAn order whose workers answer for themselves')
  await comesTo(await order(ale, 'direct'), 'fulfilled')
  call.print('\nA card that is declined: the piece goes back to the shelf')
  await comesTo(await order(shirt, 'messages', BAD), 'not fulfilled')
  await call.get('database', '/db/stock', stockLines)
  call.print('\nThe last piece, and one who comes too late')
  await comesTo(await order(shirt, 'watched'), 'fulfilled')
  await comesTo(await order(shirt, 'watched'), 'sold out')

  call.print('\nThe payment service does not answer')
  await lostAnswer(target, call, shopper, ale)
  call.print('\nWhat was charged, and what is left')
  await call.get('database', '/db/payments', recordsIn(['_id', 'card', 'amount', 'charged']))
  await call.get('database', '/db/stock', stockLines)
}

const withClock = ({ urls, clock }: DemoTarget): Readonly<Record<string, string>> =>
  clock === undefined ? urls : { ...urls, clock }

const stockLines: Shown = recordsIn(['product', 'stock_level', 'reserved'])

const isRestocked = ({ records }: Answer): boolean =>
  Array.isArray(records) &&
  Object.keys(catalogue).every((name) =>
    records.some(
      (record: { product?: unknown; stock_level?: unknown }) => record.product === name && record.stock_level === '2',
    ),
  )
