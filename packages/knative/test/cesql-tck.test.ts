import { existsSync, readFileSync, readdirSync } from 'node:fs'
import type { AttributeValue } from '@millrace/cloudevents'
import { CesqlParseError, compileCesql } from '@millrace/events'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

interface Case {
  readonly name: string
  readonly expression: string | number | boolean
  readonly result?: string | number | boolean
  readonly error?: string
  readonly event?: Record<string, AttributeValue>
  readonly eventOverrides?: Record<string, AttributeValue>
}

/** The CloudEvents project's conformance suite lies beside the checkout, or is named by CESQL_TCK. */
const directory = process.env['CESQL_TCK'] ?? new URL('../../../../shared/suites/cesql_tck', import.meta.url).pathname
const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.yaml')) : []
const anyEvent = { specversion: '1.0', id: 'id', source: '/tck', type: 'tck' }

/** Says `true` and a cast error, against section 3.7 (an integer casts to a boolean) and its own `BOOL(10)`. */
const KNOWN_DEVIATIONS = new Set(['not_operator.yaml: Invalid int cast'])

function run(expression: string, event: Record<string, AttributeValue>) {
  try {
    const { value, errors } = compileCesql(expression).evaluate({ attributes: new Map(Object.entries(event)) })
    return { value, error: errors[0]?.kind }
  } catch (error) {
    if (!(error instanceof CesqlParseError)) throw error
    return { value: false, error: 'parse' }
  }
}

// A checkout alone has no suite: then the table of packages/events/src/cesql stands for itself.
describe.runIf(files.length > 0)('the CESQL conformance suite', () => {
  for (const file of files) {
    const { tests } = parse(readFileSync(`${directory}/${file}`, 'utf8'), { schema: 'core' }) as { tests: Case[] }
    it.each(tests.map((test) => [test.name, test] as const))(`${file}: %s`, (name, test) => {
      const event = test.event ?? { ...anyEvent, ...test.eventOverrides }
      const { value, error } = run(String(test.expression), event)
      if (KNOWN_DEVIATIONS.has(`${file}: ${name}`)) {
        expect({ value, error }).toEqual({ value: false, error: undefined })
        return
      }
      if (test.result !== undefined) expect(value).toBe(test.result)
      expect(error).toBe(test.error)
    })
  }
})

it(`has all 275 cases of the suite, or says that there is none at ${directory} (CESQL_TCK)`, () => {
  const counted = files.flatMap(
    (file) => (parse(readFileSync(`${directory}/${file}`, 'utf8')) as { tests: Case[] }).tests,
  )
  expect([0, 275]).toContain(counted.length)
})
