import { expect, it } from 'vitest'
import { chosenStatements, positionOf, splitStatements } from './statements.ts'

const texts = (text: string) => splitStatements(text).map((one) => one.text)

it('cuts at semicolons, and leaves nothing empty', () => {
  expect(texts('SELECT 1;\n\nSELECT 2 ; ;\n')).toEqual(['SELECT 1', 'SELECT 2'])
})

it('leaves semicolons in quotes and comments alone', () => {
  expect(texts(`SELECT 'a;''b;' AS \`c;d\`, "x;" -- one; two\n; /* ; */ SELECT 2`)).toEqual([
    `SELECT 'a;''b;' AS \`c;d\`, "x;" -- one; two`,
    '/* ; */ SELECT 2',
  ])
})

it('takes a text of comments alone for nothing, and unclosed quotes as they are', () => {
  expect(texts('-- nothing;\n/* at; all')).toEqual([])
  expect(texts("SELECT 'open; end")).toEqual(["SELECT 'open; end"])
})

it('is linear in long texts', () => {
  expect(splitStatements('a-'.repeat(200_000))).toHaveLength(1)
})

it('runs the statements that are selected, at their place in the whole', () => {
  const text = 'SELECT 1; SELECT 2; SELECT 3'
  expect(chosenStatements(text, 10, 18)).toEqual([{ text: 'SELECT 2', from: 10, to: 18 }])
  expect(chosenStatements(text, 4, 4)).toHaveLength(3)
})

it('finds the place of an error in the whole text', () => {
  const [, second] = splitStatements('SELECT 1;\nSELECT\n  nope')
  expect(second && positionOf(second, 2, 3)).toBe('SELECT 1;\nSELECT\n  '.length)
  expect(second && positionOf(second, 9, 9)).toBe('SELECT 1;\nSELECT\n  nope'.length)
})
