import type { Random } from '@millrace/kernel'
import type { PrincipalJournal } from '../principals/journal.ts'
import { fingerprint, newSecret } from '../secrets/secret.ts'

export interface TokensOptions {
  readonly entries: ReadonlyMap<string, object>
  readonly journal: PrincipalJournal
  readonly random: Random
  /** ms since epoch, of the machine: tokens do not expire because somebody moved a virtual clock. */
  readonly now: () => number
  readonly lifetimeMs?: number
}

/** Whom a token was issued to: another who has the name later is another. */
interface TokenOwner {
  readonly name: string
  /** ms since epoch */
  readonly createdAt: number
}

/** What is kept of a token. */
interface StoredToken {
  readonly client: string
  /** Of the client; ms since epoch. */
  readonly createdAt: number
  /** ms since epoch */
  readonly expiresAt: number
}

const LIFETIME_MS = 3_600_000
/** A client that asks too often loses its oldest. */
const PER_CLIENT_MOST = 50
const PREFIX = 'token:'

/**
 * Access tokens of clients (RFC 6749): 256 random bits that say nothing, kept as a digest, and across restarts, because
 * clients use a token for as long as they were told that it lasts.
 */
export class Tokens {
  /** By digest, the oldest first. */
  readonly #tokens = new Map<string, StoredToken>()
  readonly #options: TokensOptions
  readonly #lifetimeMs: number

  constructor(options: TokensOptions) {
    this.#options = options
    this.#lifetimeMs = options.lifetimeMs ?? LIFETIME_MS
    for (const [key, value] of options.entries) {
      if (key.startsWith(PREFIX)) this.#tokens.set(key.slice(PREFIX.length), value as StoredToken)
    }
  }

  /** A new token; durable when it resolves. */
  async issue({
    name: client,
    createdAt,
  }: TokenOwner): Promise<{ readonly token: string; readonly expiresInS: number }> {
    const { random, now, journal } = this.#options
    const token = newSecret(random)
    const kept: StoredToken = { client, createdAt, expiresAt: now() + this.#lifetimeMs }
    const gone = this.#outdated(client)
    this.#tokens.set(fingerprint(token), kept)
    await journal.write([{ key: PREFIX + fingerprint(token), value: kept }, ...this.#drop(gone)])
    return { token, expiresInS: Math.floor(this.#lifetimeMs / 1000) }
  }

  /** The client that a token was issued to; undefined when it is unknown or has expired. */
  ownerOf(token: string): TokenOwner | undefined {
    const found = this.#tokens.get(fingerprint(token))
    if (found === undefined || found.expiresAt <= this.#options.now()) return undefined
    return { name: found.client, createdAt: found.createdAt }
  }

  /** Ends every token of a client. */
  async revoke(client: string): Promise<void> {
    const gone = [...this.#tokens].filter(([, token]) => token.client === client).map(([digest]) => digest)
    if (gone.length > 0) await this.#options.journal.write(this.#drop(gone))
  }

  /** What has expired, and what is too much of a client that gets one more. */
  #outdated(client: string): string[] {
    const now = this.#options.now()
    const expired = [...this.#tokens].filter(([, token]) => token.expiresAt <= now).map(([digest]) => digest)
    const own = [...this.#tokens].filter(([, token]) => token.client === client && token.expiresAt > now)
    const tooMany = own.slice(0, Math.max(0, own.length + 1 - PER_CLIENT_MOST)).map(([digest]) => digest)
    return [...expired, ...tooMany]
  }

  #drop(digests: readonly string[]): { readonly key: string; readonly value: null }[] {
    for (const digest of digests) this.#tokens.delete(digest)
    return digests.map((digest) => ({ key: PREFIX + digest, value: null }))
  }
}
