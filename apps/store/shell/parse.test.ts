import { below, seededRandom } from '@millrace/kernel'
import { describe, expect, it } from 'vitest'
import { parse } from './parse.ts'
import { ShellError } from './shell-error.ts'
import type { Expression } from './syntax.ts'

/** The tree as a line: `p = Product.create({name: "Butter"})`. */
function written(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value)
    case 'list':
      return `[${expression.items.map(written).join(', ')}]`
    case 'record':
      return `{${expression.entries.map(({ name, value }) => `${name}: ${written(value)}`).join(', ')}}`
    case 'variable':
      return expression.name
    case 'member':
      return `${written(expression.object)}.${expression.name}`
    case 'index':
      return `${written(expression.object)}[${written(expression.index)}]`
    case 'call': {
      const object = expression.object === undefined ? '' : `${written(expression.object)}.`
      return `${object}${expression.name}(${expression.args.map(written).join(', ')})`
    }
    case 'arithmetic':
      return `(${written(expression.left)} ${expression.operator} ${written(expression.right)})`
    case 'assign':
      return `${written(expression.target)} = ${written(expression.value)}`
  }
}

const read = (input: string): string[] => parse(input).map(written)

const butter = 'p = Product.create({name: "Butter", price: 1.5})'
const danny = 'c = Customer.create({firstName: "Danny", lastName: "Tester"})'
const dannyRuby = 'c = Customer.create({first_name: "Danny", last_name: "Tester"})'

describe('the lines of the seed', () => {
  it.each([
    [`p = Product.create name: 'Butter', price: 1.50`, [butter]],
    [`c = Customer.create first_name: 'Danny', last_name: 'Tester'`, [dannyRuby]],
    [
      `Purchase.create product_id: p.id, customer_id: c.id, total: 1.99`,
      ['Purchase.create({product_id: p.id, customer_id: c.id, total: 1.99})'],
    ],
    [`customers = Customer.list`, ['customers = Customer.list']],
    [`c = Customer.retrieve('id123')`, ['c = Customer.retrieve("id123")']],
    [`c.first_name = 'Ted'; c.save;`, ['c.first_name = "Ted"', 'c.save']],
    [`c.delete`, ['c.delete']],
  ])('%s', (line, expected) => {
    expect(read(line)).toEqual(expected)
  })
})

describe('the same in TypeScript, and other spellings', () => {
  it.each([
    [`const p = await Product.create({ name: 'Butter', price: 1.5 })`, [butter]],
    [`let p = await Product.create({ name: "Butter", price: 1.5, });`, [butter]],
    [`var c = await Customer.create({ firstName: \`Danny\`, lastName: 'Tester' });`, [danny]],
    [`c.firstName = 'Ted'; await c.save();`, ['c.firstName = "Ted"', 'c.save()']],
    [`await c.delete()`, ['c.delete()']],
    [`const customers = await Customer.list()`, ['customers = Customer.list()']],
    [`Product.create(name: 'Butter', price: 1.50)`, ['Product.create({name: "Butter", price: 1.5})']],
    [`Product.create :name => 'Butter', 'price' => 2`, ['Product.create({name: "Butter", price: 2})']],
    [`Product.create({ 'name': 'B' })`, ['Product.create({name: "B"})']],
    [`Product.create {name: 'B'}`, ['Product.create({name: "B"})']],
    [`Customer.retrieve 'x'`, ['Customer.retrieve("x")']],
    [`Customer.list.first.id`, ['Customer.list.first.id']],
    [`(await Customer.list())[0].firstName`, ['Customer.list()[0].firstName']],
    [`customers[-1]`, ['customers[(0 - 1)]']],
    [`x = [1, 'a', nil, true]`, ['x = [1, "a", null, true]']],
    [`1 + 2 * 3 - 4 / 2`, ['((1 + (2 * 3)) - (4 / 2))']],
    [`total = p.price * 2`, ['total = (p.price * 2)']],
    [
      `Purchase.create total: p.price * 2, product_id: p.id`,
      ['Purchase.create({total: (p.price * 2), product_id: p.id})'],
    ],
    [`a = b = 3`, ['a = b = 3']],
    [`puts c.id`, ['puts(c.id)']],
    [`1_000.50`, ['1000.5']],
    [`p # a comment\nq // another`, ['p', 'q']],
    [`Product.create name: 'a',\n  price: 1\np`, ['Product.create({name: "a", price: 1})', 'p']],
    [`Product.create({\n  name: 'a',\n  price: 1,\n})`, ['Product.create({name: "a", price: 1})']],
    [`'it\\'s' + "a\\tb\\u"`, ['("it\'s" + "a\\tbu")']],
    [`:butter`, ['"butter"']],
    [`;;\n ; `, []],
    ['', []],
  ])('%s', (line, expected) => {
    expect(read(line)).toEqual(expected)
  })
})

describe('what cannot be read', () => {
  it.each([
    [`p = Product.create name: 'Butter`, 26, 'no closing', true],
    [`Product.create(name: 'a'`, 25, 'input ends where ")"', true],
    [`p = `, 5, 'a value', true],
    [`Product.create name:`, 21, 'a value', true],
    [`1 = 2`, 1, 'only a variable', false],
    [`const c.name = 2`, 9, 'only a variable', false],
    [`Customer.list = 3 4`, 19, 'the number 4 stands', false],
    [`c.`, 3, 'attribute', true],
    [`p ? q`, 3, 'means nothing', false],
    [`Product.create name: 1, name: 2`, 16, 'given twice', false],
    [`"a #{b}"`, 1, 'no interpolation', false],
    [`)`, 1, 'a value', false],
    [`const p`, 8, '"="', true],
  ])('%s: column %i', (line, column, message, incomplete) => {
    const error = thrown(line)
    expect(error?.message).toContain(message)
    expect([error?.place?.column, error?.incomplete]).toEqual([column, incomplete])
  })

  it.each([
    '('.repeat(5000),
    '-'.repeat(5000),
    '[{a:'.repeat(5000),
    'await '.repeat(5000),
    `${'a='.repeat(5000)}1`,
    `1${'+1'.repeat(5000)}`,
    `a${'.b'.repeat(5000)}`,
    ' '.repeat(200_000),
  ])('ends with an error, however deep or long: %.10s', (input) => {
    expect(thrown(input)).toBeInstanceOf(ShellError)
  })

  it('never fails otherwise, nor hangs, on random pieces', () => {
    const seed = 20261121
    const random = seededRandom(seed)
    const pieces = [
      `'`,
      '"',
      '`',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      ',',
      ';',
      ':',
      '=>',
      '=',
      '.',
      'p',
      'Product',
      'create',
      'name:',
      '1.5',
      '-',
      '+',
      ' ',
      '\n',
      'await ',
      'const ',
      'nil',
      '\\',
      '#',
      '//',
      'ü',
      '$',
      '_',
    ]
    for (let round = 0; round < 20_000; round++) {
      const input = Array.from({ length: below(random, 14) }, () => pieces[below(random, pieces.length)]).join('')
      const error = thrown(input)
      expect(
        error === undefined || error instanceof ShellError,
        `seed ${seed}, ${JSON.stringify(input)}: ${String(error)}`,
      ).toBe(true)
    }
  })
})

function thrown(input: string): ShellError | undefined {
  try {
    parse(input)
    return undefined
  } catch (error) {
    return error as ShellError
  }
}
