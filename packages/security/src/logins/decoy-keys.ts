import { createHmac } from 'node:crypto'
import { SCRAM_MECHANISMS, type ScramKeys, type ScramMechanism } from '../secrets/scram.ts'

const SALT_BYTES = 16
const ITERATIONS = 16_384

/**
 * Keys of users that there are not: the same for the same name, so that they look like those of one that there is, and
 * no password proves them.
 */
export class DecoyKeys {
  readonly #seed: Buffer

  constructor(seed: Buffer) {
    this.#seed = seed
  }

  of(name: string, mechanism: ScramMechanism): ScramKeys {
    const bytes = (purpose: string): Buffer =>
      createHmac(SCRAM_MECHANISMS[mechanism], this.#seed).update(`${purpose} ${name}`).digest()
    return {
      salt: bytes('salt').subarray(0, SALT_BYTES),
      iterations: ITERATIONS,
      storedKey: bytes('stored key'),
      serverKey: bytes('server key'),
    }
  }
}
