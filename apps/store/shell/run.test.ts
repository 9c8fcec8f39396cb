import { describe, expect, it } from 'vitest'
import { MemoryClient } from '../testing/memory-client.ts'
import { complete } from './complete.ts'
import type { Session } from './evaluate.ts'
import { runPiped } from './repl.ts'
import { run } from './run.ts'

function shell() {
  const client = new MemoryClient()
  const session: Session = { variables: new Map(), client }
  const out: string[] = []
  const err: string[] = []
  const words = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) }
  return {
    client,
    session,
    out,
    err,
    type: (line: string, json = false) => run(line, session, words, { json }),
    pipe: (lines: string[]) => runPiped(session, words, asLines(lines), { json: false }),
  }
}

async function* asLines(lines: string[]): AsyncIterable<string> {
  yield* lines
}

describe('the shell', () => {
  it('does what the seed’s session says, line by line', async () => {
    const { type, client, out, err } = shell()
    for (const line of [
      `p = Product.create name: 'Butter', price: 1.50`,
      `c = Customer.create first_name: 'Danny', last_name: 'Tester'`,
      `Purchase.create product_id: p.id, customer_id: c.id, total: 1.99`,
      `customers = Customer.list`,
      `c = Customer.retrieve('id2')`,
      `c.first_name = 'Ted'; c.save;`,
      `c.delete`,
    ]) {
      expect(await type(line)).toBe('done')
    }
    expect(err).toEqual([])
    expect(client.calls.filter(([call]) => call !== 'save')).toEqual([
      ['create', 'Product', { name: 'Butter', price: 1.5 }],
      ['create', 'Customer', { firstName: 'Danny', lastName: 'Tester' }],
      ['create', 'Purchase', { productId: 'id1', customerId: 'id2', total: 1.99 }],
      ['list', 'Customer'],
      ['retrieve', 'Customer', 'id2'],
      ['remove', 'Customer', 'id2'],
      ['retrieve', 'Customer', 'id2'],
    ])
    expect(client.calls).toContainEqual([
      'save',
      'Customer',
      'id2',
      { id: 'id2', firstName: 'Ted', lastName: 'Tester' },
    ])
    expect(out[0]).toBe('=> Product\n   id     id1\n   name   Butter\n   price  1.50')
    expect(out[3]).toBe('=> 1 customer\n   id   first_name  last_name\n   id2  Danny       Tester')
    expect(out.at(-1)).toContain('Customer (deleted)')
  })

  it('knows the same in TypeScript', async () => {
    const { type, client } = shell()
    await type(`const c = await Customer.create({ firstName: 'Danny', lastName: 'Tester' })`)
    await type(`c.firstName = 'Ted'; await c.save(); await c.delete()`)
    expect(client.calls.map(([call]) => call)).toEqual(['create', 'save', 'save', 'remove', 'retrieve'])
  })

  it('reckons without the crumbs of binary fractions, and gives the last value as _', async () => {
    const { type, out } = shell()
    await type('0.1 + 0.2')
    await type('_ * 2')
    await type(`'a' + "b"`)
    expect(out).toEqual(['=> 0.3', '=> 0.6', '=> "ab"'])
  })

  it.each([
    [`Customer.retrieve('nope')`, '404: Failed to locate customer with id nope.', 10],
    [`c.save`, 'c has no value yet', 1],
    [`product = 1; Product.make`, 'Product has no make; it has create, list, retrieve', 22],
    [`Product.create 'Butter'`, 'Product.create takes names and values: name, price', 9],
    [`Product = 3`, 'is a model', 1],
    [`p = Product.create name: 'B', price: 1; p.colour = 'red'`, 'a Product has no colour; it has id, name, price', 43],
    [`p = Product.create name: 'B', price: 1; p.id = 'x'`, 'an id cannot be changed', 43],
    [`p = Product.create name: 'B', price: 1; p.frobnicate`, 'it has id, name, price, save, delete', 43],
    [`x = 1 / 0`, 'is no number', 7],
    [`'a' * 2`, 'a text * a number', 5],
    [`frobnicate(1)`, 'there is no frobnicate here; type help', 1],
    [`nil.id`, 'nil has no id', 5],
    [`Customers`, 'Customers has no value yet', 1],
    [`customer`, 'did you mean Customer?', 1],
  ])('%s says: %s, and where', async (line, message, column) => {
    const { type, err } = shell()
    expect(await type(line)).toBe('failed')
    const [pointed = ''] = err
    expect(pointed).toContain(message)
    expect(pointed).toContain(`column ${column}:`)
    expect(pointed.split('\n')[1]).toBe(`${' '.repeat(column + 1)}^`)
  })

  it('prints JSON for programs', async () => {
    const { type, out } = shell()
    await type(`Product.create name: 'B', price: 1`, true)
    await type(`Product.list`, true)
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      { name: 'B', price: 1, id: 'id1' },
      [{ name: 'B', price: 1, id: 'id1' }],
    ])
  })

  it('shows no control characters of a name, and aligns wide ones', async () => {
    const { type, out } = shell()
    await type(`Customer.create first_name: "\\e[31mred", last_name: '日本'`)
    await type(`Customer.create first_name: 'a', last_name: 'b'`)
    await type('Customer.list')
    expect(out.join('')).not.toContain('\u001b')
    expect(out[2]?.split('\n')[1]).toBe('   id   first_name  last_name')
  })
})

describe('a pipe', () => {
  it('runs statements over several lines, and stops at exit', async () => {
    const { pipe, out } = shell()
    expect(await pipe(['p = Product.create({', `  name: 'a',`, '  price: 1', '})', 'exit', 'p.nothing'])).toBe(true)
    expect(out).toHaveLength(1)
  })

  it('stops at the first failure, and says which line it is', async () => {
    const { pipe, out, err } = shell()
    expect(await pipe(['x = 1', '', 'y.z', 'x'])).toBe(false)
    expect([out.length, err[0]]).toEqual([1, '  y.z\n  ^\nline 3, column 1: y has no value yet'])
  })

  it('says what is missing when it ends too early', async () => {
    const { pipe, err } = shell()
    expect(await pipe(['Product.create({', ' name: 1'])).toBe(false)
    expect(err[0]).toContain('line 2, column 9: the input ends where "}" was expected')
  })
})

describe('completion', () => {
  it('offers models, variables, methods and attributes', async () => {
    const { type, session } = shell()
    await type(`cust = Customer.create first_name: 'a', last_name: 'b'; all = Customer.list`)
    const offered = (line: string) => complete(line, session.variables)[0]
    expect(offered('Pr')).toEqual(['Product'])
    expect(offered('x = cu')).toEqual(['cust'])
    expect(offered('Customer.')).toEqual(['create', 'list', 'retrieve'])
    expect(offered('cust.')).toEqual(['id', 'first_name', 'last_name', 'save', 'delete'])
    expect(offered('cust.sa')).toEqual(['save'])
    expect(offered('all.')).toContain('first')
    expect(offered('Product.create ')).toEqual(['name: ', 'price: '])
    expect(offered(`Product.create name: 'x', p`)).toEqual(['price: '])
  })
})
