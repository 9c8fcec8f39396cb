import { expect, it } from 'vitest'
import { statementsOf } from './statements.ts'

it('splits a text at semicolons that end statements', () => {
  const text = "SELECT ';' AS a; -- one; two\n/* ; */ SELECT `b;c` FROM t;\n;SHOW TABLES"
  expect(statementsOf(text)).toEqual({
    statements: ["SELECT ';' AS a", '-- one; two\n/* ; */ SELECT `b;c` FROM t'],
    rest: 'SHOW TABLES',
  })
})

it('keeps a statement set whole', () => {
  const set = 'EXECUTE STATEMENT SET BEGIN\nINSERT INTO a SELECT 1;\nINSERT INTO b SELECT 2;\nEND'
  expect(statementsOf(`${set};\nSHOW JOBS;`)).toEqual({ statements: [set, 'SHOW JOBS'], rest: '' })
  expect(statementsOf('EXECUTE STATEMENT SET BEGIN INSERT INTO a SELECT 1;').statements).toEqual([])
})
