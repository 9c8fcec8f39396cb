import { createHash } from 'node:crypto'

/** A Knative Trigger, as the router makes them. */
export interface Trigger {
  readonly apiVersion: 'eventing.knative.dev/v1'
  readonly kind: 'Trigger'
  readonly metadata: {
    readonly name: string
    readonly namespace: string
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec: {
    readonly broker: string
    readonly filter: { readonly attributes: Readonly<Record<string, string>> }
    readonly subscriber: { readonly uri: string }
  }
}

export interface TriggerPlace {
  /** `namespace/broker` */
  readonly broker: string
  /** The router, as the broker reaches it. */
  readonly routerUrl: string
  readonly annotations?: Readonly<Record<string, string>> | undefined
}

/** Sends what processes expect to `/message`: one trigger a message, as the original has it. */
export const messageTrigger = (messageName: string, place: TriggerPlace): Trigger =>
  trigger(`router-${nameOf(messageName)}`, { type: messageName }, 'message', place)

/** Sends what jobs wait for to `/`: events of the type that carry the key of a job, whichever it is. */
export const waitTrigger = (waitType: string, place: TriggerPlace): Trigger =>
  trigger(`router-job-${nameOf(waitType)}`, { type: waitType, jobkey: '' }, '', place)

function trigger(
  name: string,
  attributes: Readonly<Record<string, string>>,
  path: string,
  { broker: place, routerUrl, annotations }: TriggerPlace,
): Trigger {
  const [namespace = 'default', broker = 'default'] = place.split('/')
  return {
    apiVersion: 'eventing.knative.dev/v1',
    kind: 'Trigger',
    metadata: { name, namespace, ...(annotations !== undefined && { annotations }) },
    spec: { broker, filter: { attributes }, subscriber: { uri: `${routerUrl}/${path}` } },
  }
}

/** 63 in all, with the prefix and two hashes. */
const NAME_CHARS = 38
const HASH_CHARS = 6

/** A name as Kubernetes has them: `Tickets.Reserved` is `tickets-reserved`; what cannot be said so gets a hash. */
function nameOf(type: string): string {
  const name = type.toLowerCase().replaceAll('.', '-')
  if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u.test(name) && name.length <= NAME_CHARS) return name
  const plain = name.replaceAll(/[^a-z0-9]+/gu, '-').replaceAll(/^-+|-+$/gu, '')
  return [plain.slice(0, NAME_CHARS), hashOf(type)].filter((part) => part !== '').join('-')
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, HASH_CHARS)

/** Another name for a trigger, where the first one belongs to another type that reads the same in lower case. */
export function renamed({ metadata, ...rest }: Trigger): Trigger {
  const type = rest.spec.filter.attributes['type'] ?? ''
  return { ...rest, metadata: { ...metadata, name: `${metadata.name}-${hashOf(type)}` } }
}

/** Documents that `kubectl apply` takes: JSON is YAML. */
export const triggersYaml = (triggers: readonly Trigger[]): string =>
  triggers.map((one) => `---\n${JSON.stringify(one, null, 2)}\n`).join('')
