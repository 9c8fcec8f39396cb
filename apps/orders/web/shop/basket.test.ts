import { expect, it } from 'vitest'
import { basketAmount, basketLines, basketPieces, withPieces } from './basket.ts'

const tea = { sku: 'TEA', name: 'Tea', price: 690, currency: 'EUR' }
const pot = { sku: 'POT', name: 'Pot', price: 3450, currency: 'EUR' }

it('takes a product out when there is none of it, and holds 99 at most', () => {
  expect(withPieces({ TEA: 1 }, 'TEA', 0)).toEqual({})
  expect(withPieces({}, 'TEA', 120)).toEqual({ TEA: 99 })
  expect(withPieces({}, 'TEA', -3)).toEqual({})
})

it('lists what is still sold in the order of the shelves, and adds up whole cents', () => {
  const lines = basketLines({ POT: 1, GONE: 5, TEA: 2 }, [tea, pot])
  expect(lines.map(({ product, quantity }) => [product.sku, quantity])).toEqual([
    ['TEA', 2],
    ['POT', 1],
  ])
  expect([basketPieces(lines), basketAmount(lines)]).toEqual([3, 4830])
})
