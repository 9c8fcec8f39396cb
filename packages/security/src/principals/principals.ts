import { type Random, Refusal } from '@millrace/kernel'
import { type Access, accessOf } from '../access/access.ts'
import { ADMIN, type Scope, scopesOf } from '../scopes/scope.ts'
import { checkPassword } from '../secrets/password.ts'
import { scramKeys } from '../secrets/scram.ts'
import { digestOf, isSecret, newSalt, newSecret } from '../secrets/secret.ts'
import type { PrincipalJournal } from './journal.ts'
import { type Credentials, type Kind, type Known, type Principal, checkName } from './principal.ts'
import { fromStored, toStored } from './stored.ts'

export interface PrincipalsOptions {
  /** What the journal held when it was opened. */
  readonly entries: ReadonlyMap<string, object>
  readonly journal: PrincipalJournal
  readonly random: Random
  /** ms since epoch */
  readonly now: () => number
}

export interface NewPrincipal {
  readonly name: string
  readonly kind: Kind
  /** As texts: `topics:orders.*:read,write`. */
  readonly scopes: readonly string[]
  /** Of a user; made when it is left out. */
  readonly password?: string | undefined
}

/** Kafka wants 4,096 at the least; what is made here has 256 random bits and needs none. */
const ITERATIONS = 16_384
/** The least that clients take: what the platform's own parts know has 256 random bits. */
const OWN_ITERATIONS = 4096
const OWN = 'platform.'
const MOST = 10_000
const SCOPES_MOST = 200
const PREFIX = 'principal:'
/** `millrace.<name>.<64 hexadecimal digits>`. */
const BEARER = /^millrace\.([A-Za-z0-9._-]{1,64})\.([0-9a-f]{64})$/u

/** What the platform's own parts log in with, by protocol. */
export interface OwnSecrets {
  readonly user: { readonly name: string; readonly password: string }
  readonly client: { readonly id: string; readonly secret: string }
  readonly key: string
}

/** Whether it is one of the platform's own parts. */
export const isOwn = (name: string): boolean => name.startsWith(OWN)

const bearerText = (name: string, secret: string): string => `millrace.${name}.${secret}`

/** Who may be let in: in memory, and in the journal before anything is said of it. */
export class Principals {
  readonly #known = new Map<string, Known>()
  readonly #options: PrincipalsOptions

  /** @throws Fault PRINCIPALS_DAMAGED */
  constructor(options: PrincipalsOptions) {
    this.#options = options
    for (const [key, value] of options.entries) {
      if (!key.startsWith(PREFIX)) continue
      const known = fromStored(key, value)
      this.#known.set(known.principal.name, known)
    }
  }

  /**
   * Lets the platform's own parts in: `platform.user`, `platform.client` and `platform.key` may do everything until the
   * process ends. They are kept nowhere, and no list has them.
   */
  async admitOwn(): Promise<OwnSecrets> {
    const { random, now } = this.#options
    const [user, client, key] = [newSecret(random), newSecret(random), newSecret(random)]
    for (const [kind, raw] of [
      ['user', user],
      ['client', client],
      ['key', key],
    ] as const) {
      const name = OWN + kind
      const credentials = await this.#credentials(kind, raw, OWN_ITERATIONS)
      this.#known.set(name, { principal: { name, kind, scopes: ADMIN, createdAt: now() }, credentials })
    }
    return {
      user: { name: `${OWN}user`, password: user },
      client: { id: `${OWN}client`, secret: client },
      key: bearerText(`${OWN}key`, key),
    }
  }

  list(): Principal[] {
    return [...this.#known.values()].map(({ principal }) => principal).filter(({ name }) => !isOwn(name))
  }

  known(name: string): Known | undefined {
    return this.#known.get(name)
  }

  /** What a principal may do, for as long as he is there; undefined when there is none. */
  access(name: string): Access | undefined {
    const known = this.#known.get(name)
    if (known === undefined) return undefined
    const { createdAt } = known.principal
    // One who is made again under the name of another is another.
    const scopes = (): readonly Scope[] | undefined => {
      const now = this.#known.get(name)?.principal
      return now?.createdAt === createdAt ? now.scopes : undefined
    }
    return accessOf(`User:${name}`, scopes)
  }

  /**
   * Makes a principal; durable when it resolves. `secret` is what he has to say, and is kept nowhere.
   *
   * @throws Refusal INVALID_NAME, INVALID_SCOPE, NO_SCOPES, NAME_TAKEN, WEAK_PASSWORD, TOO_MANY_PRINCIPALS
   */
  async create(wanted: NewPrincipal): Promise<{ readonly principal: Principal; readonly secret: string }> {
    const { name, kind, password } = wanted
    checkName(name)
    const scopes = this.#checkScopes(wanted.scopes)
    if (this.#known.size >= MOST) throw new Refusal('TOO_MANY_PRINCIPALS', `${MOST} are the most: revoke some`)
    if (password !== undefined) {
      if (kind !== 'user') throw new Refusal('WEAK_PASSWORD', `a ${kind} has a secret that is made here, no password`)
      checkPassword(password, name)
    }
    const { random, now } = this.#options
    const raw = password ?? newSecret(random)
    const credentials = await this.#credentials(kind, raw)
    if (this.#known.has(name))
      throw new Refusal('NAME_TAKEN', `there is a principal ${name}: revoke it, or take another name`)
    const known = { principal: { name, kind, scopes, createdAt: now() }, credentials }
    this.#known.set(name, known)
    await this.#keep(known).catch((error: unknown) => {
      this.#known.delete(name)
      throw error
    })
    return { principal: known.principal, secret: kind === 'key' ? bearerText(name, raw) : raw }
  }

  /** Replaces what a principal may do. @throws Refusal UNKNOWN_PRINCIPAL, INVALID_SCOPE, NO_SCOPES */
  async setScopes(name: string, texts: readonly string[]): Promise<Principal> {
    const scopes = texts.length === 0 ? [] : this.#checkScopes(texts)
    const { principal, credentials } = this.#existing(name)
    const known = { principal: { ...principal, scopes }, credentials }
    this.#known.set(name, known)
    await this.#keep(known)
    return known.principal
  }

  /** From now on he is not let in, and what he has open ends. @throws Refusal UNKNOWN_PRINCIPAL */
  async revoke(name: string): Promise<Principal> {
    const { principal } = this.#existing(name)
    this.#known.delete(name)
    await this.#options.journal.write([{ key: PREFIX + name, value: null }])
    return principal
  }

  /** Who has this bearer key. */
  byBearer(text: string): Principal | undefined {
    const [, name = '', secret = ''] = BEARER.exec(text) ?? []
    return this.#bySecret('key', name, secret)
  }

  /** Who has this client id and secret. */
  byClient(id: string, secret: string): Principal | undefined {
    return this.#bySecret('client', id, secret)
  }

  #bySecret(kind: 'client' | 'key', name: string, secret: string): Principal | undefined {
    const known = this.#known.get(name)
    const credentials = known?.credentials
    if (credentials?.kind !== kind || !isSecret(secret, credentials.secret)) return undefined
    return known?.principal
  }

  #existing(name: string): Known {
    const known = isOwn(name) ? undefined : this.#known.get(name)
    if (known === undefined) throw new Refusal('UNKNOWN_PRINCIPAL', `there is no principal ${JSON.stringify(name)}`)
    return known
  }

  #checkScopes(texts: readonly string[]): readonly Scope[] {
    if (texts.length === 0)
      throw new Refusal('NO_SCOPES', 'say what it may do: --scope topics:orders.*:read, or --scope admin')
    if (texts.length > SCOPES_MOST) throw new Refusal('INVALID_SCOPE', `${SCOPES_MOST} scopes are the most`)
    return texts.flatMap(scopesOf)
  }

  async #credentials(kind: Kind, raw: string, iterations = ITERATIONS): Promise<Credentials> {
    const { random } = this.#options
    if (kind !== 'user') return { kind, secret: digestOf(raw, newSalt(random)) }
    const [sha256, sha512] = await Promise.all([
      scramKeys('SCRAM-SHA-256', raw, newSalt(random), iterations),
      scramKeys('SCRAM-SHA-512', raw, newSalt(random), iterations),
    ])
    return { kind, scram: { 'SCRAM-SHA-256': sha256, 'SCRAM-SHA-512': sha512 } }
  }

  #keep(known: Known): Promise<void> {
    return this.#options.journal.write([{ key: PREFIX + known.principal.name, value: toStored(known) }])
  }
}
