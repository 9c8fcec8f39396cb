import { setTimeout as sleep } from 'node:timers/promises'

/** What a statement came to, in words that both gateways share: values are PLAIN_TEXT, null is null. */
export interface GatewayAnswer {
  readonly columns: readonly (readonly [name: string, type: string])[]
  /** Row kind, then the values. */
  readonly rows: readonly (readonly (string | null)[])[]
  readonly error?: string
}

interface LogicalType {
  readonly type: string
  readonly nullable: boolean
  readonly [more: string]: unknown
}

interface ResultPage {
  readonly errors?: readonly string[]
  readonly resultType?: 'NOT_READY' | 'PAYLOAD' | 'EOS'
  readonly nextResultUri?: string
  readonly results?: {
    readonly columns: readonly { readonly name: string; readonly logicalType: LogicalType }[]
    readonly data: readonly { readonly kind: string; readonly fields: readonly (string | null)[] }[]
  }
}

const KINDS: Readonly<Record<string, string>> = { INSERT: '+I', UPDATE_BEFORE: '-U', UPDATE_AFTER: '+U', DELETE: '-D' }

/** One session of a SQL Gateway, Flink's own or ours. */
export class GatewaySession {
  readonly #base: string

  private constructor(base: string) {
    this.#base = base
  }

  static async open(gateway: string, properties: Readonly<Record<string, string>> = {}): Promise<GatewaySession> {
    const { sessionHandle } = (await call(`${gateway}/v3/sessions`, 'POST', { properties })) as {
      sessionHandle: string
    }
    return new GatewaySession(`${gateway}/v3/sessions/${sessionHandle}`)
  }

  /** Runs a statement to its end: of a SELECT, all rows of a bounded input. */
  async run(statement: string, timeoutMs = 60_000): Promise<GatewayAnswer> {
    const submitted = (await call(`${this.#base}/statements`, 'POST', { statement })) as {
      operationHandle?: string
      errors?: readonly string[]
    }
    if (submitted.operationHandle === undefined) return failed(submitted.errors)
    const operation = `${this.#base}/operations/${submitted.operationHandle}`
    try {
      return await this.#results(operation, timeoutMs)
    } finally {
      await call(`${operation}/close`, 'DELETE')
    }
  }

  async #results(operation: string, timeoutMs: number): Promise<GatewayAnswer> {
    const deadline = performance.now() + timeoutMs
    const rows: (readonly (string | null)[])[] = []
    let columns: GatewayAnswer['columns'] = []
    let token = '0'
    while (performance.now() < deadline) {
      const page = (await call(`${operation}/result/${token}?rowFormat=PLAIN_TEXT`, 'GET')) as ResultPage
      if (page.errors !== undefined) return { ...failed(page.errors), rows }
      if (page.results !== undefined && page.resultType !== 'NOT_READY') {
        columns = page.results.columns.map(({ name, logicalType }) => [name, typeText(logicalType)] as const)
        rows.push(...page.results.data.map(({ kind, fields }) => [KINDS[kind] ?? kind, ...fields]))
      }
      if (page.resultType === 'EOS' || page.nextResultUri === undefined) return { columns, rows }
      const next = /result\/(\d+)/.exec(page.nextResultUri)?.[1] ?? token
      if (next === token || page.results?.data.length === 0) await sleep(20)
      token = next
    }
    return { columns, rows, error: 'timeout: the statement did not end' }
  }

  async close(): Promise<void> {
    await call(this.#base, 'DELETE')
  }
}

async function call(url: string, method: string, body?: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return answer.json()
}

function failed(errors: readonly string[] = ['no answer']): GatewayAnswer {
  return { columns: [], rows: [], error: errorText(errors.at(-1) as string) }
}

/** `parse`, `planning` or `runtime`, and the innermost cause that Flink tells. */
function errorText(text: string): string {
  const causes = text.split('\n').filter((line) => line.startsWith('Caused by: ') || line.startsWith('org.apache'))
  const cause = (causes.at(-1) ?? text.split('\n')[0] ?? '').replace(/^Caused by: /, '')
  const known: readonly (readonly [string, RegExp])[] = [
    ['parse', /only single statement|SqlParserException|SqlParseException|sql\.parser\.impl\.\w*Parse/],
    ['runtime', /JobExecutionException|JobException|Failed to fetch next result|fetch results of the job/],
    [
      'planning',
      /ValidationException|TableException|CalciteContextException|SqlValidator|CatalogException|CodeGenException|SqlValidateException|IllegalArgumentException: Could not parse value/,
    ],
  ]
  const found = known.find(([, pattern]) => pattern.test(text))
  return `${found?.[0] ?? 'other'}: ${cause.slice(0, 300)}`
}

const PARAMETERS = ['length', 'precision', 'scale'] as const

function typeText(type: LogicalType): string {
  const parameters = PARAMETERS.flatMap((name) => (type[name] === undefined ? [] : [String(type[name])]))
  const nested = nestedText(type)
  const name =
    type.type === 'TIMESTAMP_WITH_LOCAL_TIME_ZONE' ? 'TIMESTAMP_LTZ' : type.type.replace('_WITHOUT_TIME_ZONE', '')
  const brackets = nested === '' ? (parameters.length === 0 ? '' : `(${parameters.join(', ')})`) : `<${nested}>`
  return `${name}${brackets}${type.nullable ? '' : ' NOT NULL'}`
}

function nestedText(type: LogicalType): string {
  const of = (name: string): LogicalType => type[name] as LogicalType
  if (type['elementType'] !== undefined) return typeText(of('elementType'))
  if (type['keyType'] !== undefined) return `${typeText(of('keyType'))}, ${typeText(of('valueType'))}`
  const fields = type['fields'] as readonly { name: string; fieldType: LogicalType }[] | undefined
  return (fields ?? []).map(({ name, fieldType }) => `${name} ${typeText(fieldType)}`).join(', ')
}
