import { type Clocks, pause } from '@millrace/kernel'
import type { Access } from '../access/access.ts'
import type { AuditTrail } from '../audit/audit.ts'
import { type Principals, isOwn } from '../principals/principals.ts'
import { isName } from '../principals/principal.ts'
import type { ScramKeys, ScramMechanism } from '../secrets/scram.ts'
import { newSalt } from '../secrets/secret.ts'
import type { Tokens } from '../tokens/tokens.ts'
import { Attempts } from './attempts.ts'
import { DecoyKeys } from './decoy-keys.ts'
import { networkOf } from './network.ts'
import { Turns } from './turns.ts'

export interface AuthorityOptions {
  readonly principals: Principals
  readonly tokens: Tokens
  readonly audit: AuditTrail
  /** The machine's: neither delays nor the audit follow a virtual clock. */
  readonly clocks: Clocks
  readonly random: Parameters<typeof newSalt>[0]
  /** Other bearers, by what they say: the console's token. */
  readonly bearer?: (text: string) => Access | undefined
}

/** Where somebody wants in. */
export interface Door {
  /** `kafka`, `zeebe`, `sql`, `events`, `console`, `oauth` */
  readonly listener: string
  /** Address of the client, without its port. */
  readonly from: string
}

/** Why somebody is not let in; `wait` resolves when he may be told so. */
export interface Denied {
  readonly kind: 'wrong' | 'locked'
}

/** How often a bearer that is in use is written down as a login again. */
const LOGIN_AGAIN_MS = 600_000
const LOGINS_REMEMBERED = 10_000
/** Passwords that are looked at together: each takes a thread of the few that files need too. */
const PASSWORDS_AT_ONCE = 2

/** The one place that says who somebody is. Every answer of `Denied` comes late. */
export class Authority {
  readonly principals: Principals
  readonly tokens: Tokens
  readonly audit: AuditTrail
  readonly #attempts: Attempts
  readonly #clocks: Clocks
  readonly #decoys: DecoyKeys
  readonly #bearer: (text: string) => Access | undefined
  readonly #passwords = new Turns(PASSWORDS_AT_ONCE)
  readonly #seen = new Map<string, number>()

  constructor({ principals, tokens, audit, clocks, random, bearer }: AuthorityOptions) {
    this.principals = principals
    this.tokens = tokens
    this.audit = audit
    this.#clocks = clocks
    this.#attempts = new Attempts(clocks.liveness)
    this.#decoys = new DecoyKeys(newSalt(random))
    this.#bearer = bearer ?? (() => undefined)
  }

  /** Who has a bearer: a key, an access token, or the console's. */
  async byBearer(text: string, door: Door): Promise<Access | Denied> {
    const access = this.#accessOfBearer(text)
    if (access === undefined) return this.refuse(bearerName(text), door, 'unknown, revoked or expired')
    this.#noteOnce(access.principal, door)
    return access
  }

  /** Issues a token for a client's id and secret (RFC 6749, section 4.4). */
  async issueToken(
    id: string,
    secret: string,
    door: Door,
  ): Promise<{ readonly token: string; readonly expiresInS: number } | Denied> {
    const client = this.principals.byClient(id, secret)
    if (client === undefined) return this.refuse(id, door, 'wrong client id or secret')
    this.#attempts.succeeded(door.from, id)
    this.note(`User:${id}`, 'token.issue', door)
    return this.tokens.issue(client)
  }

  /** The keys that a name's proof is checked with: some for everybody, so that nobody learns which names there are. */
  scramKeysOf(name: string, mechanism: ScramMechanism): { readonly keys: ScramKeys; readonly isReal: boolean } {
    const credentials = this.principals.known(name)?.credentials
    if (credentials?.kind === 'user') return { keys: credentials.scram[mechanism], isReal: true }
    return { keys: this.#decoys.of(name, mechanism), isReal: false }
  }

  /**
   * Lets in whose password `isRight`, which is slow. An address has one looked at after the other, so that each failure
   * is counted before the next guess; one of a locked name is not looked at.
   */
  async byPassword(name: string, door: Door, isRight: () => Promise<boolean>): Promise<Access | Denied> {
    const { outcome } = await this.#passwords.take(networkOf(door.from), async () => {
      const isLetIn = !this.isLocked(name, door) && (await isRight())
      // Told late, and others have their turn meanwhile: a promise inside an object is not waited for here.
      return { outcome: (isLetIn ? this.admitted(name, door) : undefined) ?? this.refuse(name, door, WRONG) }
    })
    return outcome
  }

  /** Whether a name is refused unseen; the platform's own secrets cannot be guessed. */
  isLocked(name: string, { from }: Door): boolean {
    return !isOwn(name) && this.#attempts.isLocked(from, written(name))
  }

  admitted(name: string, door: Door): Access | undefined {
    this.#attempts.succeeded(door.from, name)
    const access = this.principals.access(name)
    if (access !== undefined) this.note(access.principal, 'login', door)
    return access
  }

  /** Resolves when it may be told: late, and later each time. */
  async refuse(given: string, door: Door, reason: string): Promise<Denied> {
    const name = written(given)
    const isLocked = this.#attempts.isLocked(door.from, name)
    const wait = this.#attempts.failed(door.from, name)
    // Those that come after are counted, not written down one by one.
    if (!isLocked) {
      const { listener, from } = door
      const at = this.#clocks.domain.now()
      this.audit.record({ at, who: name, action: 'login', outcome: 'refused', target: listener, from, reason })
    }
    await pause(this.#clocks.liveness, wait)
    return { kind: isLocked ? 'locked' : 'wrong' }
  }

  /** Writes down what somebody has done. */
  note(who: string, action: string, { listener, from }: Door, target = listener): void {
    this.audit.record({ at: this.#clocks.domain.now(), who, action, outcome: 'done', target, from })
  }

  #accessOfBearer(text: string): Access | undefined {
    const own = this.#bearer(text)
    if (own !== undefined) return own
    const owner = this.principals.byBearer(text) ?? this.tokens.ownerOf(text)
    if (owner === undefined) return undefined
    const isThere = this.principals.known(owner.name)?.principal.createdAt === owner.createdAt
    return isThere ? this.principals.access(owner.name) : undefined
  }

  #noteOnce(principal: string, door: Door): void {
    const key = `${principal} ${door.listener} ${door.from}`
    const now = this.#clocks.liveness.now()
    const last = this.#seen.get(key)
    if (last !== undefined && now - last < LOGIN_AGAIN_MS) return
    this.#seen.delete(key)
    if (this.#seen.size >= LOGINS_REMEMBERED) this.#seen.clear()
    this.#seen.set(key, now)
    this.note(principal, 'login', door)
  }
}

const WRONG = 'wrong name or password'

/** What is kept of a name that somebody gave: he may give anything, as often as he likes. */
const written = (name: string): string => (isName(name) ? name : 'malformed')

export const isDenied = (outcome: object): outcome is Denied => 'kind' in outcome

/** What may be written down of a bearer that is wrong: the name in it, if there is one. */
function bearerName(text: string): string {
  return /^millrace\.([A-Za-z0-9._-]{1,64})\.[0-9a-f]{64}$/u.exec(text)?.[1] ?? 'bearer'
}
