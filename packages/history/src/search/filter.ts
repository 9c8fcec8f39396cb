import { type Condition, conditionsOn, refuse } from './operators.ts'
import { type Resource, text } from './resource.ts'

const OR_AT_MOST = 20
const VARIABLES_AT_MOST = 20

const isObject = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

/** @throws Refusal INVALID_SEARCH */
export function objectOf(given: unknown, at: string): Readonly<Record<string, unknown>> {
  return isObject(given) ? given : refuse(`${at} is an object`)
}

/**
 * `{ field: value | { $operator: value }, variables: [{ name, value }], $or: [filter] }` as conditions that all hold.
 *
 * @throws Refusal INVALID_SEARCH that names what is not known, and what would be
 */
export function conditionsOf(resource: Resource, filter: unknown, at = 'filter'): readonly Condition[] {
  return Object.entries(objectOf(filter, at)).flatMap(([name, given]) => {
    const place = `${at}.${name}`
    if (name === '$or' && at === 'filter') return [anyOf(resource, given, place)]
    if (name === 'variables' && resource.instance !== undefined) return withVariables(resource.instance, given, place)
    if (name === 'elementId' && resource.instance !== undefined) return standingAt(resource.instance, given, place)
    const field = Object.hasOwn(resource.fields, name) ? resource.fields[name] : undefined
    if (field === undefined) return refuse(`${place} is not known: ${Object.keys(resource.fields).join(', ')}`)
    return conditionsOn(field, given, place)
  })
}

function anyOf(resource: Resource, given: unknown, at: string): Condition {
  if (!Array.isArray(given) || given.length === 0 || given.length > OR_AT_MOST)
    return refuse(`${at} is a list of 1 to ${OR_AT_MOST} filters`)
  const filters = given.map((one, index) => all(conditionsOf(resource, one, `${at}[${index}]`)))
  return { sql: `(${filters.map(({ sql }) => sql).join(' OR ')})`, values: filters.flatMap(({ values }) => values) }
}

/** Conditions as one. */
export function all(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return { sql: 'TRUE', values: [] }
  const sql = conditions.map((one) => one.sql).join(' AND ')
  return { sql: `(${sql})`, values: conditions.flatMap(({ values }) => values) }
}

/** Instances that stand at an element now. */
function standingAt(instance: string, given: unknown, at: string): readonly Condition[] {
  const on = all(conditionsOn(text('e.elementId'), given, at))
  const sql = `${instance} IN (SELECT e.instanceKey FROM elements e WHERE e.state = 'ACTIVE' AND ${on.sql})`
  return [{ sql, values: on.values }]
}

/** Variables of any scope of the process instance; the value is JSON text, as the search for variables gives it. */
function withVariables(instance: string, given: unknown, at: string): readonly Condition[] {
  if (!Array.isArray(given) || given.length > VARIABLES_AT_MOST)
    return refuse(`${at} is a list of at most ${VARIABLES_AT_MOST} of { name, value }`)
  return given.map((one: unknown, index) => {
    const place = `${at}[${index}]`
    const { name, value, ...rest } = objectOf(one, place)
    const [unknown] = Object.keys(rest)
    if (unknown !== undefined) return refuse(`${place}.${unknown} is not known: name, value`)
    if (typeof name !== 'string') return refuse(`${place}.name is a text`)
    const on = all(conditionsOn(text('w.value'), value, `${place}.value`))
    // The index holds the beginnings of values: a whole document is no key.
    const begins = typeof value === 'string' ? 'AND substr(w.value, 1, 64) = substr(?, 1, 64)' : ''
    const sql = `${instance} IN (SELECT w.instanceKey FROM variables w WHERE w.name = ? ${begins} AND ${on.sql})`
    return { sql, values: [name, ...(typeof value === 'string' ? [value] : []), ...on.values] }
  })
}
