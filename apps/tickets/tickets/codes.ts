import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto'
import { problem } from '@millrace/client/http'
import type { TicketsType } from '../contract/shop.ts'
import type { TicketKey } from './model.ts'

const CODE_CHARACTERS = 1000

export function newTicketKey(kid: string): TicketKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { kid, privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) }
}

/** Signed codes of tickets, `T1.<payload>.<signature>`: what a QR shows. A code can be made again at any time. */
export class TicketCodes {
  readonly #private: KeyObject
  readonly #public: KeyObject

  constructor({ privateKey }: TicketKey) {
    this.#private = createPrivateKey(privateKey)
    this.#public = createPublicKey(this.#private)
  }

  codeOf(ticketId: string, ticketsType: TicketsType): string {
    const body = `T1.${Buffer.from(JSON.stringify({ ticketId, ticketsType })).toString('base64url')}`
    return `${body}.${sign(null, Buffer.from(body), this.#private).toString('base64url')}`
  }

  /** The ticket of a code. @throws Problem 403 CODE_FORGED */
  read(code: string): { readonly ticketId: string; readonly reservationId: string } {
    const [version = '', payload = '', signature = ''] = code.slice(0, CODE_CHARACTERS).split('.')
    const genuine = verify(
      null,
      Buffer.from(`${version}.${payload}`),
      this.#public,
      Buffer.from(signature, 'base64url'),
    )
    if (!genuine) throw problem(403, 'Not a ticket', 'this code was not issued here', { code: 'CODE_FORGED' })
    const { ticketId } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { ticketId: string }
    return { ticketId, reservationId: ticketId.slice(0, ticketId.lastIndexOf('.')) }
  }
}
