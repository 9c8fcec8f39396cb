import type { Place } from './lex.ts'
import { callFunction, callMethod, memberOf, setAttribute } from './methods.ts'
import { isModelName, models } from './models.ts'
import { ShellError } from './shell-error.ts'
import type { StoreClient } from './store-client.ts'
import type { Expression, Operator } from './syntax.ts'
import { type Value, isList, nameOf } from './values.ts'

/** What the shell remembers between lines; `_` is the last value. */
export interface Session {
  readonly variables: Map<string, Value>
  readonly client: StoreClient
}

/** @throws ShellError with the place of what cannot be done. */
export async function evaluate(expression: Expression, session: Session): Promise<Value> {
  const evaluated = (each: Expression): Promise<Value> => evaluate(each, session)
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'list':
      return inOrder(expression.items, evaluated)
    case 'record': {
      const values = await inOrder(
        expression.entries.map(({ value }) => value),
        evaluated,
      )
      return {
        kind: 'record',
        entries: Object.fromEntries(expression.entries.map(({ name }, at) => [name, values[at] ?? null])),
      }
    }
    case 'variable':
      return variable(expression.name, session, expression.place)
    case 'arithmetic':
      return arithmetic(
        expression.operator,
        await evaluated(expression.left),
        await evaluated(expression.right),
        expression.place,
      )
    case 'index':
      return item(await evaluated(expression.object), await evaluated(expression.index), expression.place)
    case 'assign':
      return assign(expression, session)
    case 'member': {
      const object = await evaluated(expression.object)
      return at(expression.place, () => memberOf(object, expression.name, session.client))
    }
    case 'call':
      return call(expression, session)
  }
}

async function call(expression: Extract<Expression, { kind: 'call' }>, session: Session): Promise<Value> {
  const { object, name, args, place } = expression
  const target = object === undefined ? undefined : await evaluate(object, session)
  const values = await inOrder(args, (each) => evaluate(each, session))
  return at(place, () =>
    target === undefined ? callFunction(name, values) : callMethod(target, name, values, session.client),
  )
}

async function assign({ target, value }: Extract<Expression, { kind: 'assign' }>, session: Session): Promise<Value> {
  const given = await evaluate(value, session)
  if (target.kind === 'variable') {
    if (isModelName(target.name))
      throw new ShellError(`${target.name} is a model and cannot be given a value`, target.place)
    session.variables.set(target.name, given)
    return given
  }
  const object = await evaluate(target.object, session)
  return at(target.place, async () => setAttribute(object, target.name, given))
}

function variable(name: string, { variables }: Session, place: Place): Value {
  if (isModelName(name)) return { kind: 'model', model: name }
  const value = variables.get(name)
  if (value !== undefined) return value
  const known = [...Object.keys(models), ...variables.keys()].find((each) => each.toLowerCase() === name.toLowerCase())
  throw new ShellError(`${name} has no value yet${known === undefined ? '' : `; did you mean ${known}?`}`, place)
}

function item(object: Value, index: Value, place: Place): Value {
  if (!isList(object) || typeof index !== 'number') {
    throw new ShellError(`${nameOf(object)} cannot be asked for number ${String(index)}; lists can`, place)
  }
  return object.at(index) ?? null
}

const OPERATIONS: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

function arithmetic(operator: Operator, left: Value, right: Value, place: Place): Value {
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') return left + right
  if (typeof left !== 'number' || typeof right !== 'number') {
    throw new ShellError(
      `${nameOf(left)} ${operator} ${nameOf(right)} means nothing; numbers can be reckoned with`,
      place,
    )
  }
  // Twelve digits are exact in binary and enough for any price, so that 0.1 + 0.2 is 0.3.
  const result = Number(OPERATIONS[operator](left, right).toPrecision(12))
  if (!Number.isFinite(result)) throw new ShellError(`${left} ${operator} ${right} is no number`, place)
  return result
}

async function inOrder(
  expressions: readonly Expression[],
  evaluated: (each: Expression) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = []
  for (const each of expressions) values.push(await evaluated(each))
  return values
}

/** Adds the place to an error that has none. */
async function at<T>(place: Place, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof ShellError && error.place === undefined ? new ShellError(error.message, place) : error
  }
}
