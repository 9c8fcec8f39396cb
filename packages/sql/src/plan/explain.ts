import { retracts, upsertKey } from './changelog.ts'
import type { Expr } from './expression.ts'
import { type Plan, inputsOf } from './plan.ts'
import { textOf } from '../types/text.ts'
import { plain, typeText } from '../types/type.ts'

/** A plan as text, each step under the one that it feeds, with its columns and changelog mode. */
export function explain(plan: Plan, depth = 0): string {
  const mode = retracts(plan) ? 'I,UB,UA,D' : 'I'
  const key = upsertKey(plan)?.map((column) => plan.columns[column]?.name)
  const more = key === undefined ? '' : `, upsertKeys=[${key.join(', ')}]`
  const line = `${'  '.repeat(depth)}${stepText(plan)}, changelogMode=[${mode}]${more}`
  return [line, ...inputsOf(plan).map((input) => explain(input, depth + 1))].join('\n')
}

function stepText(plan: Plan): string {
  const names = (columns: readonly number[], of: Plan): string =>
    columns.map((column) => of.columns[column]?.name).join(', ')
  const fields = `fields=[${plan.columns.map(({ name }) => name).join(', ')}]`
  switch (plan.op) {
    case 'scan':
      return `TableSourceScan(table=[${plan.table.path.join('.')}]), ${fields}`
    case 'values':
      return `Values(rows=[${plan.rows.length}]), ${fields}`
    case 'filter':
      return `Filter(where=[${exprText(plan.condition, plan.input)}])`
    case 'project':
      return `Project(select=[${plan.exprs.map((expr, at) => `${exprText(expr, plan.input)} AS ${plan.columns[at]?.name}`).join(', ')}])`
    case 'aggregate':
      return `GroupAggregate(groupBy=[${names(plan.keys, plan.input)}], ${callsText(plan)}), ${fields}`
    case 'window-aggregate':
      return `WindowAggregate(groupBy=[${names(plan.keys, plan.input)}], window=[${windowText(plan.window)}], time=[${plan.time}], ${callsText(plan)}), ${fields}`
    case 'window':
      return `WindowTableFunction(window=[${windowText(plan.window)}], time=[${names([plan.timeColumn], plan.input)}]), ${fields}`
    case 'join': {
      const on = plan.leftKeys.map(
        (left, at) => `${names([left], plan.left)} = ${names([plan.rightKeys[at] as number], plan.right)}`,
      )
      const rest = plan.condition === undefined ? [] : [exprText(plan.condition, plan)]
      const name = plan.interval === undefined ? (plan.window === undefined ? 'Join' : 'WindowJoin') : 'IntervalJoin'
      const bounds = plan.interval === undefined ? '' : `, bounds=[${plan.interval.lower}..${plan.interval.upper} ms]`
      return `${name}(type=[${plan.type}], on=[${[...on, ...rest].join(' AND ')}]${bounds}), ${fields}`
    }
    case 'union':
      return `Union(all=[true]), ${fields}`
    case 'rank':
    case 'top-n': {
      const order = plan.order.map(
        ({ column, descending }) => `${names([column], plan.input)} ${descending ? 'DESC' : 'ASC'}`,
      )
      const range = plan.op === 'top-n' ? `, range=[${plan.from}..${plan.to}]` : ''
      const name = plan.op === 'top-n' && plan.window !== undefined ? 'WindowRank' : 'Rank'
      return `${name}(partitionBy=[${names(plan.partition, plan.input)}], orderBy=[${order.join(', ')}]${range}), ${fields}`
    }
    case 'limit':
      return `Limit(fetch=[${plan.count}], offset=[${plan.offset}])`
    case 'sink':
      return `Sink(table=[${plan.table.path.join('.')}]), ${fields}`
  }
}

function callsText({ calls, input }: Extract<Plan, { op: 'aggregate' | 'window-aggregate' }>): string {
  const texts = calls.map(({ fn, argument, distinct, filter }) => {
    const of = argument === undefined ? '*' : input.columns[argument]?.name
    const condition = filter === undefined ? '' : ` FILTER ${input.columns[filter]?.name}`
    return `${fn.name}(${distinct ? 'DISTINCT ' : ''}${of})${condition}`
  })
  return `select=[${texts.join(', ')}]`
}

function windowText(window: Extract<Plan, { op: 'window' }>['window']): string {
  return Object.entries(window)
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.length : value}`)
    .join(', ')
}

function exprText(expr: Expr, input: Pick<Plan, 'columns'>): string {
  const text = (one: Expr): string => exprText(one, input)
  switch (expr.kind) {
    case 'column':
      return input.columns[expr.index]?.name ?? `$${expr.index}`
    case 'literal':
      return expr.value === null
        ? 'NULL'
        : typeof expr.value === 'string'
          ? `'${expr.value}'`
          : textOf(expr.value, expr.type)
    case 'call':
      return `${expr.fn.name}(${expr.args.map(text).join(', ')})`
    case 'cast':
      return `${expr.safe ? 'TRY_CAST' : 'CAST'}(${text(expr.operand)} AS ${typeText(plain({ ...expr.type, nullable: true }))})`
    case 'and':
    case 'or':
      return `(${expr.args.map(text).join(expr.kind === 'and' ? ' AND ' : ' OR ')})`
    case 'case':
      return `CASE(${expr.whens.map(([a, b]) => `${text(a)}, ${text(b)}`).join(', ')}, ${text(expr.otherwise)})`
    case 'field':
      return `${text(expr.operand)}.${expr.operand.type.fields?.[expr.index]?.name}`
  }
}
