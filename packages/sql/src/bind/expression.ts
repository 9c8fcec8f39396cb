import type { Call, Expression } from '../ast.ts'
import { aggregateFunctions } from '../functions/aggregate.ts'
import type { ScalarFunction } from '../functions/function.ts'
import { scalarFunctions } from '../functions/index.ts'
import type { Expr } from '../plan/expression.ts'
import { type Position, sqlError } from '../position.ts'
import { castOf } from '../types/cast.ts'
import { commonType } from '../types/common-type.ts'
import {
  BOOLEAN,
  NULL,
  STRING,
  type SqlType,
  isNumeric,
  isString,
  isTemporal,
  isTimestamp,
  nullable,
  plain,
  typeText,
} from '../types/type.ts'
import { type Scope, resolve } from './scope.ts'

/** What an expression may be made of besides functions; a query decides what aggregates and names mean in it. */
export interface Binding {
  readonly scope: Scope
  /** Takes an expression before it is bound: aggregates and group keys after GROUP BY. */
  readonly intercept?: (expression: Expression) => Expr | undefined
}

/** Resolves names, functions and types. @throws Refusal SQL_VALIDATION, SQL_UNSUPPORTED */
export function bindExpression(expression: Expression, binding: Binding): Expr {
  const taken = binding.intercept?.(expression)
  if (taken !== undefined) return taken
  const bind = (one: Expression): Expr => bindExpression(one, binding)
  switch (expression.kind) {
    case 'literal':
      return { kind: 'literal', value: expression.value, type: expression.type }
    case 'symbol':
      return { kind: 'literal', value: expression.text, type: { ...STRING, nullable: false } }
    case 'name':
      return bindName(expression, binding)
    case 'field':
      return fieldOf(bind(expression.operand), expression.field, expression)
    case 'call':
      return bindCall(expression, bind)
    case 'cast': {
      const operand = bind(expression.operand)
      if (castOf(operand.type, expression.type) === undefined) {
        const [from, to] = [typeText(plain(operand.type)), typeText(expression.type)]
        throw sqlError('SQL_VALIDATION', `Cast function cannot convert value of type ${from} to type ${to}`, expression)
      }
      return {
        kind: 'cast',
        operand,
        safe: expression.safe,
        type: nullable(expression.type, operand.type.nullable || expression.safe),
      }
    }
    case 'case':
      return bindCase(expression, bind)
    case 'star':
      throw sqlError('SQL_VALIDATION', '* stands for columns in a SELECT list and in COUNT(*) only', expression)
    case 'query':
      throw sqlError('SQL_UNSUPPORTED', 'a scalar subquery here: join the query instead', expression)
    case 'exists':
    case 'in-query':
      throw sqlError('SQL_UNSUPPORTED', 'IN and EXISTS with a query outside the top level of WHERE', expression)
    case 'table':
    case 'named-argument':
      throw sqlError('SQL_VALIDATION', 'this belongs into a table function', expression)
  }
}

function bindName(expression: Extract<Expression, { kind: 'name' }>, { scope }: Binding): Expr {
  const { index, column, rest } = resolve(scope, expression.parts, expression)
  let bound: Expr = { kind: 'column', index, type: column.type }
  for (const field of rest) bound = fieldOf(bound, field, expression)
  return bound
}

function fieldOf(operand: Expr, field: string, at: Expression): Expr {
  const index = operand.type.fields?.findIndex(({ name }) => name === field) ?? -1
  const found = operand.type.fields?.[index]
  if (found === undefined)
    throw sqlError('SQL_VALIDATION', `there is no field '${field}' in ${typeText(operand.type)}`, at)
  return { kind: 'field', operand, index, type: nullable(found.type, operand.type.nullable || found.type.nullable) }
}

function bindCall(call: Call, bind: (one: Expression) => Expr): Expr {
  if (call.over !== undefined)
    throw sqlError('SQL_UNSUPPORTED', `${call.name} OVER here: only ROW_NUMBER() OVER in a SELECT list`, call)
  if (call.name === 'AND' || call.name === 'OR') {
    const args = call.args.map((arg) => condition(bind(arg), arg))
    args.forEach((arg) => refuseNull(arg, call))
    return {
      kind: call.name === 'AND' ? 'and' : 'or',
      args,
      type: nullable(
        BOOLEAN,
        args.some(({ type }) => type.nullable),
      ),
    }
  }
  if (call.name === 'NULLIF' && call.args.length === 2) return bindCase(nullIf(call), bind)
  const fn = scalarFunctions.get(call.name)
  if (fn === undefined) {
    const later = NOT_BUILT[call.name.replace(/_(START|END|ROWTIME|PROCTIME)$/, '')]
    if (later !== undefined) throw sqlError('SQL_UNSUPPORTED', `${call.name}: ${later}`, call)
    const aggregate = aggregateFunctions.has(call.name)
    throw sqlError(
      'SQL_VALIDATION',
      aggregate ? `aggregate ${call.name} is not allowed here` : `No match found for function ${call.name}`,
      call,
    )
  }
  return applyFunction(fn, call.args.map(bind), call)
}

const AS_TABLE = 'windows of GROUP BY; use the table function, TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), …))'

/** Functions of Flink that we know of and do not have. */
const NOT_BUILT: Readonly<Record<string, string>> = {
  TUMBLE: AS_TABLE,
  HOP: AS_TABLE,
  SESSION: AS_TABLE,
  CURRENT_WATERMARK: 'not built yet',
  GROUPING: 'grouping sets',
  GROUPING_ID: 'grouping sets',
}

/** NULLIF(a, b) is CASE WHEN a = b THEN NULL ELSE a END: the result keeps the type of a. */
function nullIf({ args, line, column }: Call): Extract<Expression, { kind: 'case' }> {
  const at = { line, column }
  const none: Expression = { kind: 'literal', value: null, type: NULL, ...at }
  const equal: Expression = { kind: 'call', name: '=', args, ...at }
  return { kind: 'case', whens: [[equal, none]], otherwise: args[0], ...at }
}

/** @throws Refusal SQL_VALIDATION when it is no condition */
export function condition(expr: Expr, at: Expression): Expr {
  if (expr.type.name === 'BOOLEAN' || expr.type.name === 'NULL') return expr
  throw sqlError('SQL_VALIDATION', `a condition must be BOOLEAN, and this is ${typeText(plain(expr.type))}`, at)
}

/** A function with its arguments, brought to their common type where it wants that. */
export function applyFunction(fn: ScalarFunction, given: readonly Expr[], at: Call): Expr {
  const [least, most] = fn.arity
  if (given.length < least || given.length > most) {
    const wanted = least === most ? String(least) : `${least} to ${most}`
    throw sqlError('SQL_VALIDATION', `${fn.name} takes ${wanted} argument(s), not ${given.length}: ${fn.doc}`, at)
  }
  if (!TAKES_NULL.has(fn.name)) given.forEach((arg) => refuseNull(arg, at))
  const args = fn.common === undefined ? given : unified(given, fn.common, at)
  const type = fn.type(
    args.map((arg) => arg.type),
    at.returning,
    args.map((arg) => (arg.kind === 'literal' ? arg.value : undefined)),
  )
  if (type === undefined) {
    const types = args.map((arg) => typeText(nullable(plain(arg.type)))).join(', ')
    throw sqlError('SQL_VALIDATION', `Cannot apply '${fn.name}' to arguments of type (${types}): ${fn.doc}`, at)
  }
  const mayBeNull =
    fn.nullable === true || (type.nullable && (fn.nulls === 'own' || args.some((arg) => arg.type.nullable)))
  const exact = fn.name === 'PROCTIME' ? type : plain(type)
  return { kind: 'call', fn, args, type: nullable(exact, mayBeNull) }
}

/** What a bare NULL may be an argument of, because the others say its type. */
const TAKES_NULL = new Set(
  (
    '= <> < <= > >= IS NULL,IS NOT NULL,IS DISTINCT FROM,IS NOT DISTINCT FROM,COALESCE,IN,ARRAY,MAP,ROW,GREATEST,' +
    'LEAST,NULLIF,JSON_VALUE,JSON_QUERY,JSON_EXISTS,JSON_OBJECT,JSON_ARRAY'
  )
    .replace('= <> < <= > >= ', '=,<>,<,<=,>,>=,')
    .split(','),
)

/** @throws Refusal SQL_VALIDATION for a NULL whose type nothing tells */
export function refuseNull(expr: Expr, at: Position): void {
  if (expr.type.name !== 'NULL') return
  throw sqlError('SQL_VALIDATION', "Illegal use of 'NULL': say its type, CAST(NULL AS INT)", at)
}

/** Functions that compare their arguments: text may stand beside times there. */
const COMPARES = new Set(['=', '<>', '<', '<=', '>', '>=', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM', 'IN'])

function unified(args: readonly Expr[], from: number, at: Call): Expr[] {
  const wanted = args
    .slice(from)
    .reduce<SqlType | undefined>((type, arg) => type && togetherIn(at.name, type, arg.type), NULL)
  if (wanted === undefined) {
    const types = args
      .slice(from)
      .map((arg) => typeText(nullable(plain(arg.type))))
      .join(', ')
    throw sqlError(
      'SQL_VALIDATION',
      `Cannot apply '${at.name}' to arguments of type (${types}): they have no type in common`,
      at,
    )
  }
  return args.map((arg, index) => (index < from ? arg : coerced(arg, nullable(wanted))))
}

/** Text beside a time, and beside a number in IN, is read as one, as Flink does; dates are no timestamps. */
function togetherIn(name: string, a: SqlType, b: SqlType): SqlType | undefined {
  if (COMPARES.has(name) && (a.name === 'DATE' || b.name === 'DATE') && isTimestamp(a) !== isTimestamp(b)) {
    return undefined
  }
  const found = commonType(a, b)
  if (found !== undefined || !COMPARES.has(name)) return found
  const readAs = (type: SqlType): boolean => isTemporal(type) || (name === 'IN' && isNumeric(type))
  if (isString(a) && readAs(b)) return plain(b)
  return isString(b) && readAs(a) ? plain(a) : undefined
}

/** The expression as another type, when it is not that already. */
export function coerced(expr: Expr, type: SqlType): Expr {
  const same = typeText(nullable(plain(expr.type))) === typeText(nullable(type))
  return same || (isString(expr.type) && isString(type))
    ? expr
    : { kind: 'cast', operand: expr, type: nullable(type, expr.type.nullable), safe: false }
}

function bindCase(expression: Extract<Expression, { kind: 'case' }>, bind: (one: Expression) => Expr): Expr {
  const whens = expression.whens.map(([when, then]) => [condition(bind(when), when), bind(then)] as const)
  const otherwise: Expr =
    expression.otherwise === undefined ? { kind: 'literal', value: null, type: NULL } : bind(expression.otherwise)
  const results = [...whens.map(([, result]) => result), otherwise]
  const type = results.reduce<SqlType | undefined>((found, one) => found && commonType(found, one.type), {
    ...NULL,
    nullable: false,
  })
  if (type === undefined) throw sqlError('SQL_VALIDATION', 'the results of CASE have no type in common', expression)
  if (type.name === 'NULL')
    throw sqlError('SQL_VALIDATION', 'a result of CASE must be something else than NULL', expression)
  return {
    kind: 'case',
    whens: whens.map(([when, then]) => [when, coerced(then, type)] as const),
    otherwise: coerced(otherwise, type),
    type,
  }
}
