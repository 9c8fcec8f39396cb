import { expect, it } from 'vitest'
import { gatewayProblem } from './gateway-problem.ts'

const chain = [
  'org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.',
  "org.apache.flink.table.api.ValidationException: there is no table 'nope' at line 1, column 15",
]

it('takes the innermost cause out of the chain of exceptions without its frames, and the place from the headers', () => {
  const body = {
    errors: [
      'Internal server error.',
      `<Exception on server side:\n${chain.join('\nCaused by: ')}\n\tat java.Frame\n\nEnd of exception on server side>`,
    ],
  }
  const headers = {
    'x-millrace-error-line': '1',
    'x-millrace-error-column': '15',
    'x-millrace-error-code': 'SQL_VALIDATION',
  }
  expect(gatewayProblem({ status: 500, headers, body })).toEqual({
    type: 'about:blank',
    title: 'The SQL Gateway refused',
    status: 500,
    detail: "there is no table 'nope' at line 1, column 15",
    code: 'SQL_VALIDATION',
    line: 1,
    column: 15,
  })
})

it('passes problem documents on, and says something of an answer without a body', () => {
  const problem = { type: 'about:blank', title: 'No', status: 404, detail: 'no such job', code: 'JOB_NOT_FOUND' }
  expect(gatewayProblem({ status: 404, headers: {}, body: problem })).toBe(problem)
  expect(gatewayProblem({ status: 502, headers: {}, body: null }).detail).toBe('the SQL Gateway answered 502')
})
