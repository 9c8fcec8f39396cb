import { isDeepStrictEqual } from 'node:util'
import type { Events } from '@millrace/events'
import { Refusal } from '@millrace/kernel'
import { ADDRESSES, readAddresses } from './addresses.ts'
import { type BrokerResource, readBroker } from './broker.ts'
import { readTrigger } from './trigger.ts'

export type Kind = 'Broker' | 'Trigger'

/** A broker or trigger as it was given, and where it came from. */
export interface Resource {
  readonly kind: Kind
  readonly namespace: string
  readonly name: string
  readonly document: object
  /** A file of the directory, or the API. */
  readonly origin: 'api' | 'directory' | 'built-in'
  readonly broker?: BrokerResource
}

export interface ResourcesOptions {
  readonly events: Events
  /** `http://host:port` of the ingress, once it listens. */
  readonly ingress: () => string
  readonly secret: (name: string) => string | undefined
}

const KEPT = 'resource/'

/** The resources there are: checked, put into force, and kept when they came over the API. */
export class Resources {
  readonly #options: ResourcesOptions
  readonly #resources = new Map<string, Resource>()
  #addresses = new Map<string, string>()

  constructor(options: ResourcesOptions) {
    this.#options = options
  }

  /** What came over the API before the last stop; gives what is wrong with any of it by now, which is passed over. */
  async restore(): Promise<string[]> {
    const problems: string[] = []
    const kept = this.#options.events.kept(KEPT).map(([, value]) => (value as { readonly document: object }).document)
    // Brokers first: triggers find them.
    for (const kind of ['Broker', 'Trigger']) {
      for (const document of kept) {
        if ((document as { kind?: unknown }).kind !== kind) continue
        try {
          await this.#put(document, 'api')
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          problems.push(error.message)
        }
      }
    }
    return problems
  }

  get(kind: Kind, namespace: string, name: string): Resource | undefined {
    return this.#resources.get(keyOf({ kind, namespace, name }))
  }

  list(kind: Kind, namespace?: string): Resource[] {
    return [...this.#resources.values()].filter(
      (resource) => resource.kind === kind && (namespace === undefined || resource.namespace === namespace),
    )
  }

  /**
   * Puts a document into force; undefined for a kind that is nothing here (the same file may hold Deployments).
   *
   * @throws Refusal INVALID_RESOURCE, IMMUTABLE, CONFLICT
   */
  async apply(document: unknown, origin: Resource['origin']): Promise<Resource | undefined> {
    if (isAddresses(document)) {
      const addresses = readAddresses(document)
      if (isDeepStrictEqual(addresses, this.#addresses)) return undefined
      this.#addresses = addresses
      for (const resource of this.#resources.values()) await this.#put(resource.document, resource.origin)
      return undefined
    }
    const kind = kindOf(document)
    if (kind === undefined) return undefined
    const resource = await this.#put(document as object, origin)
    if (origin === 'api') await this.#options.events.keep(KEPT + keyOf(resource), { document: resource.document })
    return resource
  }

  /** False when there is none. */
  async remove(kind: Kind, namespace: string, name: string): Promise<boolean> {
    const { events } = this.#options
    const resource = this.get(kind, namespace, name)
    if (resource === undefined) return false
    this.#resources.delete(keyOf(resource))
    if (kind === 'Trigger') await events.removeTrigger(resource)
    else await events.removeBroker(resource)
    if (resource.origin === 'api') await events.forget(KEPT + keyOf(resource))
    return true
  }

  async #put(document: object, origin: Resource['origin']): Promise<Resource> {
    const resource = this.#read(document, origin)
    const held = this.#resources.get(keyOf(resource))
    if (held !== undefined && held.origin === 'directory' && origin === 'api') {
      throw new Refusal(
        'CONFLICT',
        `${resource.kind} ${resource.namespace}/${resource.name} is in a file: change it there`,
      )
    }
    if (resource.broker !== undefined) await this.#options.events.putBroker(resource.broker.spec)
    else await this.#options.events.putTrigger(readTrigger(document, this.#ports()))
    this.#resources.set(keyOf(resource), resource)
    return resource
  }

  #read(document: object, origin: Resource['origin']): Resource {
    if (kindOf(document) === 'Broker') {
      const broker = readBroker(document, this.#ports().resolve)
      const { namespace, name } = broker.spec
      return { kind: 'Broker', namespace, name, document, origin, broker }
    }
    const { namespace, name } = readTrigger(document, this.#ports())
    return { kind: 'Trigger', namespace, name, document, origin }
  }

  #ports() {
    const { ingress, secret } = this.#options
    return {
      secret,
      resolve: (ref: { readonly kind: string; readonly namespace: string; readonly name: string }) =>
        ref.kind === 'Broker'
          ? `${ingress()}/${ref.namespace}/${ref.name}`
          : this.#addresses.get(`${ref.namespace}/${ref.name}`),
    }
  }
}

const keyOf = ({ kind, namespace, name }: Pick<Resource, 'kind' | 'namespace' | 'name'>): string =>
  `${kind}/${namespace}/${name}`

/** @throws Refusal INVALID_RESOURCE for what is no resource, or a Broker or Trigger of another version */
function kindOf(document: unknown): Kind | undefined {
  if (typeof document !== 'object' || document === null || !('kind' in document)) {
    throw new Refusal('INVALID_RESOURCE', 'the document is no resource: it has no kind')
  }
  const { kind } = document
  return kind === 'Broker' || kind === 'Trigger' ? kind : undefined
}

function isAddresses(document: unknown): boolean {
  const { kind, metadata } = (document ?? {}) as { kind?: unknown; metadata?: { name?: unknown } | null }
  return kind === 'ConfigMap' && metadata?.name === ADDRESSES
}
