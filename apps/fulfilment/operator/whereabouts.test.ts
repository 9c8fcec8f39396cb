import { expect, it } from 'vitest'
import { type ProcessId, readProcess } from '../process-directory.ts'
import { processModel } from './process-model.ts'
import { type Known, whereabouts } from './whereabouts.ts'

type Seen = Readonly<Record<string, 'done' | 'tried' | 'stuck' | object>>

async function path(process: ProcessId, seen: Seen, more: Partial<Known> = {}): Promise<string[]> {
  const journal = new Map(
    Object.entries(seen).map(([elementId, what]) => {
      const entry =
        typeof what === 'string' ? { state: what } : { state: 'done' as const, answer: what as Record<string, unknown> }
      return [elementId, { ...entry, at: 1 }] as const
    }),
  )
  const places = whereabouts(processModel(await readProcess(process)), {
    journal,
    stuck: new Set(),
    isCancelled: false,
    ...more,
  })
  return places.map(({ elementId, state }) => (state === 'done' ? elementId : `${elementId} ${state}`))
}

const bought = {
  upsert_customer: 'done',
  UPSERTED: 'done',
  get_stock_level: 'done',
  GOT_STOCK_LEVEL: { stock_level: 2 },
} as const
const inHand = { ...bought, decrement_stock: 'done', DECREMENTED_STOCK: 'done' } as const
const begin = ['order_placed', 'upsert_customer', 'UPSERTED', 'get_stock_level', 'GOT_STOCK_LEVEL', 'in_stock']

it('is at the first task before anything is known', async () => {
  expect(await path('order-fulfilment-1', {})).toEqual(['order_placed', 'upsert_customer here'])
})

it('waits for the message of a task that is done', async () => {
  const seen = { ...inHand, charge_customer: 'done' } as const
  expect((await path('order-fulfilment-1', seen)).slice(-2)).toEqual(['charge_customer', 'CHARGED_CUSTOMER here'])
})

it('goes where the answers lead: sold out, declined, fulfilled', async () => {
  const soldOut = { ...bought, GOT_STOCK_LEVEL: { stock_level: 0 } }
  expect(await path('order-fulfilment-1', soldOut)).toEqual([...begin, 'order_not_fulfilled'])
  const declined = { ...inHand, charge_customer: 'done', CHARGED_CUSTOMER: { charged: false } } as const
  expect((await path('order-fulfilment-1', declined)).at(-1)).toBe('increment_stock here')
  const shipped = { ship_to_customer: 'done', SHIPPED_TO_CUSTOMER: 'done' } as const
  const fulfilled = { ...declined, CHARGED_CUSTOMER: { charged: true }, ...shipped } as const
  expect((await path('order-fulfilment-1', fulfilled)).at(-1)).toBe('order_fulfilled')
})

it('takes the answers of workers that complete their own jobs', async () => {
  const seen = { upsert_customer: 'done', get_stock_level: { stock_level: 1 }, decrement_stock: 'done' } as const
  expect((await path('order-fulfilment-direct', seen)).at(-1)).toBe('charge_customer here')
})

it('is stuck at the incident and waits in the subprocess, and ends when both are over', async () => {
  const late = { ...inHand, charge_customer: 'done', raise_incident: 'stuck' } as const
  const places = await path('order-fulfilment-1a', late, { stuck: new Set(['raise_incident']) })
  expect(places.slice(0, 3)).toEqual(['begun', 'fulfilment here', 'order_placed'])
  expect(places.slice(-3)).toEqual(['CHARGED_CUSTOMER here', 'too_late', 'raise_incident stuck'])
  const shipped = { ship_to_customer: 'done', SHIPPED_TO_CUSTOMER: 'done' } as const
  const over = { ...late, CHARGED_CUSTOMER: { charged: true }, ...shipped }
  expect((await path('order-fulfilment-1a', { ...over, raise_incident: 'done' })).slice(-4)).toEqual([
    'ended',
    'too_late',
    'raise_incident',
    'looked_at',
  ])
})

it('is nowhere any more when it was cancelled', async () => {
  expect((await path('order-fulfilment-1', bought, { isCancelled: true })).at(-1)).toBe('decrement_stock cancelled')
})
