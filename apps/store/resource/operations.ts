import type { Clocks, Random } from '@millrace/kernel'
import type { Collection } from './collection.ts'
import type { Entity, EntityKind } from './entity.ts'
import { type FieldError, readFields } from './fields.ts'
import { type Claimed, type Claims, fingerprintOf } from './idempotency.ts'
import { type Problem, notFound, wrongFields } from './problem.ts'
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
  readonly unknownReferences?: (input: Input, before: E | undefined) => Promise<readonly FieldError[]>
}

export type Outcome<E> =
  | { readonly kind: 'done'; readonly entity: E }
  | { readonly kind: 'problem'; readonly problem: Problem }

const done = <E>(entity: E): Outcome<E> => ({ kind: 'done', entity })
const problem = (given: Problem): Outcome<never> => ({ kind: 'problem', problem: given })

/** What can be done with the entities of a kind: the rules of the REST interface, without HTTP. */
export class Operations<E extends Entity, Input> {
  readonly #ports: ResourcePorts<E, Input>
  readonly #turns = new Turns()

  constructor(ports: ResourcePorts<E, Input>) {
    this.#ports = ports
  }

  async retrieve(id: string): Promise<Outcome<E>> {
    const { collection, kind } = this.#ports
    await collection.current()
    const entity = collection.get(id)
    return entity === undefined ? problem(notFound(kind.name, id)) : done(entity)
  }

  async create(body: unknown, key: string | undefined): Promise<Outcome<E>> {
    const { kind, collection } = this.#ports
    const read = readFields(kind.fields, body, kind.readOnly)
    if (read.kind === 'wrong') return problem(wrongFields(read.errors))
    if (key !== undefined) return this.#createOnce(read.value, key)
    const unknown = await this.#unknown(read.value)
    if (unknown !== undefined) return unknown
    const entity = this.#made(read.value)
    await collection.set(entity)
    return done(entity)
  }

  change(id: string, body: unknown): Promise<Outcome<E>> {
    return this.#turns.take(id, async () => {
      const { kind, collection } = this.#ports
      const read = readFields(kind.fields, body, kind.readOnly)
      if (read.kind === 'wrong') return problem(wrongFields(read.errors))
      const named = (body as { id?: unknown }).id ?? id
      if (named !== id)
        return problem(wrongFields([{ field: 'id', message: `must be the path's id ${id}, or be left out` }]))
      const found = await this.retrieve(id)
      if (found.kind === 'problem') return found
      const unknown = await this.#unknown(read.value, found.entity)
      if (unknown !== undefined) return unknown
      const entity = kind.change(found.entity, read.value)
      await collection.set(entity)
      return done(entity)
    })
  }

  remove(id: string): Promise<Outcome<E>> {
    return this.#turns.take(id, async () => {
      const found = await this.retrieve(id)
      if (found.kind === 'done') await this.#ports.collection.remove(found.entity)
      return found
    })
  }

  async #createOnce(input: Input, key: string): Promise<Outcome<E>> {
    const { claims, kind } = this.#ports
    const fingerprint = fingerprintOf(input)
    let claim = await claims.find(key)
    if (claim === undefined) {
      const unknown = await this.#unknown(input)
      if (unknown !== undefined) return unknown
      claim = await claims.claim(key, { fingerprint, entity: kind.toWire(this.#made(input)) })
    }
    return claim.fingerprint === fingerprint ? this.#settled(claim, key) : problem(keyReused)
  }

  /** Writes the claimed entity unless that has been done, by whomever. */
  async #settled(claim: Claimed, key: string): Promise<Outcome<E>> {
    const { claims, collection, kind } = this.#ports
    const read = kind.fromWire(claim.entity)
    if (read.kind === 'wrong') throw new Error(`the claim of an Idempotency-Key is damaged: ${read.reason}`)
    if (claim.settled) return done(read.value)
    await collection.current()
    const isThere = collection.get(read.value.id) !== undefined
    // Asked again, for another instance may have written it and a client removed it in between.
    const isSettled = isThere || (await claims.find(key))?.settled === true
    if (!isSettled) await collection.set(read.value)
    await claims.settle(key)
    return done(read.value)
  }

  #made(input: Input): E {
    const { kind, random, clocks } = this.#ports
    return kind.create(shortId(random), input, clocks.domain.now())
  }

  async #unknown(input: Input, before?: E): Promise<Outcome<E> | undefined> {
    const errors = (await this.#ports.unknownReferences?.(input, before)) ?? []
    return errors.length === 0 ? undefined : problem(wrongFields(errors, 422))
  }
}

const keyReused: Problem = {
  status: 422,
  title: 'Idempotency-Key used before',
  detail: 'this Idempotency-Key came with another body before: repeat that body, or take a new key',
  errors: [{ field: 'Idempotency-Key', message: 'was used with another body before' }],
}
