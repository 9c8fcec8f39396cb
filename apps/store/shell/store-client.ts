import { type Clocks, type Environment, type Random, messageOf, pause, uuidV4 } from '@millrace/kernel'
import type { Wire } from '../resource/entity.ts'
import { type ModelName, modelOf } from './models.ts'
import { ShellError } from './shell-error.ts'

const ANSWER_TIMEOUT_MS = 30_000
const TRIES = 3
const RETRY_AFTER_MS = 250

/** The three services, each under its name for this shell and under the original shell's. */
const SERVICES = {
  Product: { variables: ['PRODUCTS_URL', 'PRODUCT_SVC_URL'], standard: 'http://127.0.0.1:9995' },
  Customer: { variables: ['CUSTOMERS_URL', 'CUSTOMER_SVC_URL'], standard: 'http://127.0.0.1:9996' },
  Purchase: { variables: ['PURCHASES_URL', 'PURCHASE_SVC_URL'], standard: 'http://127.0.0.1:9997' },
} as const satisfies Readonly<Record<ModelName, { variables: readonly string[]; standard: string }>>

export type ServiceUrls = Readonly<Record<ModelName, string>>

/** @throws ShellError that names the variable whose value is no URL. */
export function serviceUrls(environment: Environment): ServiceUrls {
  const of = (name: ModelName): string => {
    const { variables, standard } = SERVICES[name]
    const variable = variables.find((each) => (environment[each] ?? '') !== '')
    const url = variable === undefined ? standard : (environment[variable] ?? '')
    if (/^https?:$/u.test(URL.parse(url)?.protocol ?? '')) return url.replace(/\/+$/u, '')
    throw new ShellError(`${variable} must be a URL such as ${standard}, not ${JSON.stringify(url)}`)
  }
  return { Product: of('Product'), Customer: of('Customer'), Purchase: of('Purchase') }
}

/** The REST interface of the services, as the shell uses it. Every failure is a `ShellError` in plain words. */
export interface StoreClient {
  list(model: ModelName): Promise<readonly Wire[]>
  retrieve(model: ModelName, id: string): Promise<Wire>
  create(model: ModelName, attributes: Wire): Promise<Wire>
  save(model: ModelName, id: string, attributes: Wire): Promise<Wire>
  remove(model: ModelName, id: string): Promise<Wire>
}

export function storeClient(urls: ServiceUrls, { clocks, random }: { clocks: Clocks; random: Random }): StoreClient {
  const path = (model: ModelName, id?: string): string =>
    `${urls[model]}/${modelOf(model).plural}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`
  const ask = async (url: string, method: string, body?: Wire): Promise<unknown> => {
    // A key makes it safe to ask again when the answer was lost.
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': uuidV4(random) }),
    }
    for (let attempt = 1; ; attempt++) {
      try {
        const init = { method, headers, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) }
        return await readAnswer(await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) }))
      } catch (error) {
        if (error instanceof ShellError) throw error
        if (attempt === TRIES) throw unreachable(url, error)
        await pause(clocks.liveness, RETRY_AFTER_MS * attempt)
      }
    }
  }
  return {
    list: async (model) => (await ask(path(model), 'GET')) as readonly Wire[],
    retrieve: async (model, id) => (await ask(path(model, id), 'GET')) as Wire,
    create: async (model, attributes) => (await ask(path(model), 'POST', attributes)) as Wire,
    save: async (model, id, attributes) => (await ask(path(model, id), 'PUT', attributes)) as Wire,
    remove: async (model, id) => (await ask(path(model, id), 'DELETE')) as Wire,
  }
}

async function readAnswer(answer: Response): Promise<unknown> {
  const text = await answer.text()
  const body = parseJson(text)
  if (answer.ok && body !== undefined) return body
  if (answer.ok) throw new ShellError(`${answer.url} answered what is not JSON`)
  const { detail, message } = (body ?? {}) as { detail?: unknown; message?: unknown }
  const reason = [detail, message].find((each) => typeof each === 'string') ?? (text.slice(0, 200) || answer.statusText)
  throw new ShellError(`${answer.status}: ${reason as string}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function unreachable(url: string, error: unknown): ShellError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const reason = (cause as { code?: string }).code ?? messageOf(cause)
  return new ShellError(`${new URL(url).origin} does not answer (${reason}): is the service running?`)
}
