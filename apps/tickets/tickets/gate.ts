import { createPublicKey, verify, type KeyObject, type webcrypto } from 'node:crypto'
import { problem } from '@millrace/client/http'
import { Fault, messageOf, type ServicePorts } from '@millrace/kernel'
import { z } from 'zod'
import type { AdmissionRefusal } from '../contract/admission.ts'

const claimsSchema = z.object({
  aud: z.string(),
  sub: z.string(),
  jti: z.string(),
  nbf: z.number(),
  exp: z.number(),
})

type Claims = z.output<typeof claimsSchema>

const keysSchema = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) })
const placeSchema = z.object({ status: z.string(), token: z.string().optional() })
const saleSchema = z.object({ room: z.string() })

const ANSWER_MS = 3000
const ASK_AGAIN_MS = 1000
const TOKEN_CHARACTERS = 4096

/** Lets only those into the shop whom the queue has admitted. */
export class Gate {
  readonly #queueUrl: string
  readonly #ports: ServicePorts
  readonly #isSpent: (jti: string) => boolean
  #keys = new Map<string, KeyObject>()
  #room: string | undefined
  #asked = Number.NEGATIVE_INFINITY
  readonly refused: Record<string, number> = {}

  constructor(queueUrl: string, ports: ServicePorts, isSpent: (jti: string) => boolean) {
    this.#queueUrl = queueUrl
    this.#ports = ports
    this.#isSpent = isSpent
  }

  /** The admission's id. @throws Problem 401 or 403 with an AdmissionRefusal; Fault QUEUE_AWAY */
  async admit(sessionId: string, token: string | undefined): Promise<string> {
    if (token === undefined || token === '') throw this.#no('NOT_ADMITTED', 'send the token of GET queue /{sessionId}')
    const claims = await this.#genuine(token)
    const now = this.#ports.clocks.domain.now() / 1000
    if (claims.aud !== this.#room) throw this.#no('TOKEN_OF_ANOTHER_ROOM', 'the token is of another sale: join again')
    if (claims.sub !== sessionId) throw this.#no('TOKEN_OF_ANOTHER_SESSION', 'the token is of another session')
    if (now >= claims.exp) throw this.#no('TOKEN_EXPIRED', 'the time to buy is over: join again')
    if (this.#isSpent(claims.jti)) throw this.#no('TOKEN_SPENT', 'tickets were bought with this token: join again')
    return claims.jti
  }

  /** Asks the queue about a session that came without a token. @throws as `admit` */
  async admitBySession(sessionId: string): Promise<string> {
    const place = await this.#ask(`/${encodeURIComponent(sessionId)}`, placeSchema)
    return this.admit(sessionId, place.status === 'admitted' ? place.token : undefined)
  }

  /** Forgets which sale it is, when that has changed. */
  forget(): void {
    this.#room = undefined
    this.#asked = Number.NEGATIVE_INFINITY
  }

  count(code: string): void {
    this.refused[code] = (this.refused[code] ?? 0) + 1
  }

  async #genuine(token: string): Promise<Claims> {
    const [head = '', body = '', signature = '', ...more] = token.slice(0, TOKEN_CHARACTERS).split('.')
    const kid = kidOf(head)
    if (kid === undefined || more.length > 0) throw this.#no('TOKEN_FORGED', 'this is no admission token')
    const key = await this.#keyOf(kid)
    const signed = Buffer.from(`${head}.${body}`)
    if (key === undefined || !verify(null, signed, key, Buffer.from(signature, 'base64url'))) {
      throw this.#no('TOKEN_FORGED', 'the queue has not signed this token')
    }
    const claims = claimsSchema.parse(parsed(body))
    // A room that was reset has another name: ask which one it is now.
    if (claims.aud !== this.#room) await this.#learn(true)
    return claims
  }

  async #keyOf(kid: string): Promise<KeyObject | undefined> {
    if (!this.#keys.has(kid)) await this.#learn()
    return this.#keys.get(kid)
  }

  /** What anybody can ask for by a made-up key is asked for once a second. */
  async #learn(always = false): Promise<void> {
    const now = this.#ports.clocks.liveness.now()
    if (!always && now - this.#asked < ASK_AGAIN_MS) return
    const [{ keys }, { room }] = await Promise.all([this.#ask('/keys', keysSchema), this.#ask('/sale', saleSchema)])
    this.#asked = now
    this.#room = room
    this.#keys = new Map(
      keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk as webcrypto.JsonWebKey, format: 'jwk' })]),
    )
  }

  async #ask<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    try {
      const answer = await fetch(this.#queueUrl + path, { signal: AbortSignal.timeout(ANSWER_MS) })
      if (!answer.ok) throw new Error(`it answers ${answer.status}`)
      return schema.parse(await answer.json())
    } catch (error) {
      throw new Fault('QUEUE_AWAY', `the queue at ${this.#queueUrl} cannot be asked: ${messageOf(error)}`)
    }
  }

  #no(code: AdmissionRefusal, detail: string) {
    this.count(code)
    return problem(code === 'NOT_ADMITTED' ? 401 : 403, 'Not admitted', detail, { code })
  }
}

function kidOf(head: string): string | undefined {
  const header = parsed(head) as { alg?: unknown; kid?: unknown } | undefined
  return header?.alg === 'EdDSA' && typeof header.kid === 'string' ? header.kid : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
