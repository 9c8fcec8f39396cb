import { type FieldError, problem, wrongFields } from '@millrace/client/http'
import type { Clocks, Random } from '@millrace/kernel'
import type { Collection } from './collection.ts'
import type { Entity, EntityKind } from './entity.ts'
import { readFields } from './fields.ts'
import { type Claimed, type Claims, fingerprintOf } from './idempotency.ts'
import { notFound, unknownReference } from './problem.ts'
import { shortId } from './short-id.ts'
import { Turns } from './turns.ts'

/** What the operations of a kind need. */
export interface ResourcePorts<E extends Entity, Input> {
  readonly kind: EntityKind<E, Input>
  readonly collection: Collection<E>
  readonly claims: Claims
  readonly clocks: Clocks
  readonly random: Random
  /** Names the fields that refer to what is not there. `before` is what the entity was, when it is changed. */
  readonly unknownReferences?: UnknownReferences<E, Input>
}

export type UnknownReferences<E, Input> = (input: Input, before: E | undefined) => Promise<readonly FieldError[]>

/** What can be done with the entities of a kind: the rules of the REST interface. All throw `Problem`. */
export class Operations<E extends Entity, Input> {
  readonly #ports: ResourcePorts<E, Input>
  readonly #turns = new Turns()

  constructor(ports: ResourcePorts<E, Input>) {
    this.#ports = ports
  }

  async retrieve(id: string): Promise<E> {
    const { collection, kind } = this.#ports
    await collection.current()
    const entity = collection.get(id)
    if (entity === undefined) throw notFound(kind.name, id)
    return entity
  }

  async create(body: unknown, key: string | undefined): Promise<E> {
    const { kind, collection } = this.#ports
    const input = readFields(kind.fields, body, kind.readOnly)
    if (key !== undefined) return this.#createOnce(input, key)
    await this.#checkReferences(input)
    const entity = this.#made(input)
    await collection.set(entity)
    return entity
  }

  change(id: string, body: unknown): Promise<E> {
    return this.#turns.take(id, async () => {
      const { kind, collection } = this.#ports
      const input = readFields(kind.fields, body, kind.readOnly)
      const named = (body as { id?: unknown }).id ?? id
      if (named !== id) throw wrongFields([{ field: 'id', message: `must be the path's id ${id}, or be left out` }])
      const before = await this.retrieve(id)
      await this.#checkReferences(input, before)
      const entity = kind.change(before, input)
      await collection.set(entity)
      return entity
    })
  }

  remove(id: string): Promise<E> {
    return this.#turns.take(id, async () => {
      const entity = await this.retrieve(id)
      await this.#ports.collection.remove(entity)
      return entity
    })
  }

  async #createOnce(input: Input, key: string): Promise<E> {
    const { claims, kind } = this.#ports
    const fingerprint = fingerprintOf(input)
    let claim = await claims.find(key)
    if (claim === undefined) {
      await this.#checkReferences(input)
      claim = await claims.claim(key, { fingerprint, entity: kind.toWire(this.#made(input)) })
    }
    if (claim.fingerprint !== fingerprint) throw keyReused()
    return this.#settled(claim, key)
  }

  /** Writes the claimed entity unless that has been done, by whomever. */
  async #settled(claim: Claimed, key: string): Promise<E> {
    const { claims, collection, kind } = this.#ports
    const read = kind.fromWire(claim.entity)
    if (read.kind === 'wrong') throw new Error(`the claim of an Idempotency-Key is damaged: ${read.reason}`)
    if (claim.settled) return read.value
    await collection.current()
    const isThere = collection.get(read.value.id) !== undefined
    // Asked again, for another instance may have written it and a client removed it in between.
    const isSettled = isThere || (await claims.find(key))?.settled === true
    if (!isSettled) await collection.set(read.value)
    await claims.settle(key)
    return read.value
  }

  #made(input: Input): E {
    const { kind, random, clocks } = this.#ports
    return kind.create(shortId(random), input, clocks.domain.now())
  }

  async #checkReferences(input: Input, before?: E): Promise<void> {
    const errors = (await this.#ports.unknownReferences?.(input, before)) ?? []
    if (errors.length > 0) throw unknownReference(errors)
  }
}

function keyReused() {
  const detail = 'this Idempotency-Key came with another body before: repeat that body, or take a new key'
  const errors = [{ field: 'Idempotency-Key', message: 'was used with another body before' }]
  return problem(422, 'Idempotency-Key used before', detail, { code: 'IDEMPOTENCY_KEY_REUSED', errors })
}
