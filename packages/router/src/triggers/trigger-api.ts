import { Fault, Refusal, messageOf } from '@millrace/kernel'
import { isDeepStrictEqual } from 'node:util'
import { type Trigger, renamed } from './trigger.ts'

/** Where triggers are kept: our broker, or Knative behind the Kubernetes API. */
export interface TriggerApi {
  /** Makes a trigger, or makes it say what it should. @throws Refusal, Fault */
  put(trigger: Trigger): Promise<void>
}

const TIMEOUT_MS = 10_000
const DETAIL_CHARS = 300

type Existing = Readonly<Record<string, unknown>> & {
  readonly metadata: Readonly<Record<string, unknown>>
  readonly spec: Readonly<Record<string, unknown>>
}

/** The API at `{url}/apis/eventing.knative.dev/v1`. */
export function triggerApi(url: string, token: string | undefined): TriggerApi {
  const call = caller(token)
  const put = async (trigger: Trigger, mayRename: boolean): Promise<void> => {
    const { namespace, name } = trigger.metadata
    const all = `${url}/apis/eventing.knative.dev/v1/namespaces/${namespace}/triggers`
    const found = await call('GET', `${all}/${name}`)
    if (found === undefined) {
      await call('POST', all, trigger)
      return
    }
    if (typeOf(found) !== trigger.spec.filter.attributes['type']) {
      if (mayRename) return put(renamed(trigger), false)
      throw new Refusal('TRIGGER_TAKEN', `there is another trigger ${namespace}/${name}`)
    }
    if (saysTheSame(found, trigger)) return
    // What others have set (delivery, annotations) stays.
    const annotations = { ...annotationsOf(found), ...trigger.metadata.annotations }
    const metadata = { ...found.metadata, annotations }
    const changed = { ...found, metadata, status: undefined, spec: { ...found.spec, ...trigger.spec } }
    await call('PUT', `${all}/${name}`, changed)
  }
  return { put: (trigger) => put(trigger, true) }
}

function typeOf({ spec }: Existing): unknown {
  const filter = spec['filter'] as { readonly attributes?: Readonly<Record<string, unknown>> } | undefined
  return filter?.attributes?.['type']
}

const annotationsOf = ({ metadata }: Existing): Readonly<Record<string, unknown>> =>
  (metadata['annotations'] ?? {}) as Readonly<Record<string, unknown>>

function saysTheSame(found: Existing, { spec: wanted, metadata }: Trigger): boolean {
  const { spec } = found
  const annotations = annotationsOf(found)
  const subscriber = spec['subscriber'] as { readonly uri?: unknown } | undefined
  const filter = spec['filter'] as { readonly attributes?: unknown } | undefined
  return (
    Object.entries(metadata.annotations ?? {}).every(([name, text]) => annotations[name] === text) &&
    spec['broker'] === wanted.broker &&
    subscriber?.uri === wanted.subscriber.uri &&
    isDeepStrictEqual(filter?.attributes, wanted.filter.attributes)
  )
}

/** Calls that give the JSON of the answer; undefined for 404. */
function caller(token: string | undefined) {
  return async (method: 'GET' | 'POST' | 'PUT', url: string, body?: object): Promise<Existing | undefined> => {
    const answer = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new Fault('TRIGGERS_AWAY', `${url} did not answer: ${messageOf(error)}`)
    })
    const text = await answer.text()
    if (answer.ok) return JSON.parse(text) as Existing
    if (answer.status === 404 && method === 'GET') return undefined
    const detail = `${method} ${url} was answered ${answer.status}: ${text.slice(0, DETAIL_CHARS)}`
    if (answer.status >= 500 || answer.status === 429) throw new Fault('TRIGGERS_AWAY', detail)
    throw new Refusal('TRIGGER_REFUSED', detail)
  }
}
