import { type Random, Refusal } from '@millrace/kernel'
import {
  ANYBODY,
  type Access,
  type Authority,
  type Door,
  NOBODY,
  type SaslExchange,
  saslMechanisms,
} from '@millrace/security'
import type { ErrorName } from '../error-codes.ts'

/** Who is let in, and the chance that nonces are made of. */
export interface Authentication {
  readonly authority: Authority
  readonly random: Random
}

/** How SaslAuthenticate is answered. */
export interface SaslAnswer {
  readonly error: ErrorName
  readonly text: string | null
  readonly bytes: Buffer
}

const EMPTY = Buffer.alloc(0)
/** What may be asked before one has logged in: SaslHandshake, ApiVersions, SaslAuthenticate. */
const OPEN_KEYS: ReadonlySet<number> = new Set([17, 18, 36])

/**
 * How far a connection has come with its login (KIP-152): a mechanism is agreed on, messages go to and fro, and from
 * then on it may do what its principal may. Where nobody has to log in, everybody is in from the start.
 */
export class Login {
  readonly #authentication: Authentication | undefined
  readonly #door: Door
  #exchange: SaslExchange | undefined
  #access: Access | undefined
  #failed = false

  constructor(authentication: Authentication | undefined, from: string) {
    this.#authentication = authentication
    this.#door = { listener: 'kafka', from }
    if (authentication === undefined) this.#access = ANYBODY
  }

  /** Whether it is known who this is. */
  get isDone(): boolean {
    return this.#access !== undefined
  }

  /** After a failure one answer is sent, and then the connection closes. */
  get hasFailed(): boolean {
    return this.#failed
  }

  /** What may be done; nothing before the login. */
  get access(): Access {
    return this.#access ?? NOBODY
  }

  /** @throws Refusal ILLEGAL_SASL_STATE, REVOKED: there is no answer to this, the connection closes */
  check(apiKey: number): void {
    if (this.#access === undefined) {
      if (OPEN_KEYS.has(apiKey)) return
      throw new Refusal('ILLEGAL_SASL_STATE', `API key ${apiKey} was asked before the login`)
    }
    if (!this.#access.isValid()) throw new Refusal('REVOKED', `${this.#access.principal} was revoked`)
  }

  /** Agrees on a mechanism. In v0 the messages that follow would be outside the protocol: that is not served. */
  handshake(mechanism: string, version: number): { readonly error: ErrorName; readonly mechanisms: readonly string[] } {
    if (this.#access !== undefined) return { error: 'ILLEGAL_SASL_STATE', mechanisms: [] }
    const mechanisms = Object.keys(saslMechanisms)
    const begin = Object.hasOwn(saslMechanisms, mechanism) ? saslMechanisms[mechanism] : undefined
    if (begin === undefined || version === 0 || this.#authentication === undefined) {
      this.#failed = true
      return { error: begin === undefined ? 'UNSUPPORTED_SASL_MECHANISM' : 'ILLEGAL_SASL_STATE', mechanisms }
    }
    const { authority, random } = this.#authentication
    this.#exchange = begin(authority, this.#door, random)
    return { error: 'NONE', mechanisms }
  }

  async authenticate(message: Buffer): Promise<SaslAnswer> {
    if (this.#access !== undefined) {
      const text = 'SaslAuthenticate request received after successful authentication'
      return { error: 'ILLEGAL_SASL_STATE', text, bytes: EMPTY }
    }
    if (this.#exchange === undefined) {
      return this.#fail('ILLEGAL_SASL_STATE', 'SaslHandshake comes before SaslAuthenticate')
    }
    const step = await this.#exchange.step(message)
    if (step.kind === 'failed') return this.#fail('SASL_AUTHENTICATION_FAILED', step.text)
    if (step.kind === 'done') this.#access = step.access
    return { error: 'NONE', text: null, bytes: step.answer }
  }

  #fail(error: ErrorName, text: string): SaslAnswer {
    this.#failed = true
    return { error, text, bytes: EMPTY }
  }
}
