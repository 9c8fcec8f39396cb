import { type Random, hex } from '@millrace/kernel'
import type { Authority, Door } from '../logins/authority.ts'
import { type ScramKeys, type ScramMechanism, provesPassword, serverSignature } from '../secrets/scram.ts'
import { MESSAGE_BYTES_MOST, type SaslExchange, type SaslStep } from './exchange.ts'

/** `n,,n=user,r=nonce`: no channel binding (`n`, or `y`: the client could), who acts, who he is, and extensions. */
const FIRST =
  /^(?<header>[ny],(?:a=(?<authzid>[^,]*))?,)(?<bare>n=(?<name>[^,]+),r=(?<nonce>[\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/su
/** `c=biws,r=nonce,p=proof` */
const FINAL =
  /^(?<bare>c=(?<binding>[A-Za-z0-9+/=]+),r=(?<nonce>[\x21-\x2b\x2d-\x7e]+)(?:,[^,]*)*?),p=(?<proof>[A-Za-z0-9+/]+={0,2})$/su
const NONCE_BYTES = 24

interface Begun {
  readonly name: string
  readonly header: string
  readonly nonce: string
  /** Of the RFC's AuthMessage, what has been said so far. */
  readonly said: string
  readonly keys: ScramKeys
  readonly isReal: boolean
}

/** SCRAM as a server (RFC 5802, section 3), without channel binding. */
export function scramExchange(
  mechanism: ScramMechanism,
  authority: Authority,
  door: Door,
  random: Random,
): SaslExchange {
  let begun: Begun | undefined
  const fail = async (name: string, reason: string): Promise<SaslStep> => {
    await authority.refuse(name, door, reason)
    const text = `Authentication failed during authentication due to invalid credentials with SASL mechanism ${mechanism}`
    return { kind: 'failed', text }
  }
  const first = (message: string): Begun | undefined => {
    const { header = '', authzid = '', bare = '', name = '', nonce = '' } = FIRST.exec(message)?.groups ?? {}
    const plain = name.replaceAll('=2C', ',').replaceAll('=3D', '=')
    if (bare === '' || (authzid !== '' && authzid !== name)) return undefined
    const { keys, isReal } = authority.scramKeysOf(plain, mechanism)
    const all = nonce + hex(random.bytes(NONCE_BYTES))
    return { name: plain, header, nonce: all, said: `${bare},${challenge(all, keys)}`, keys, isReal }
  }
  return {
    step: async (bytes) => {
      const message = bytes.length > MESSAGE_BYTES_MOST ? '' : bytes.toString('utf8')
      if (begun === undefined) {
        begun = first(message)
        if (begun === undefined) return fail('malformed', 'malformed first message')
        return { kind: 'continue', answer: Buffer.from(challenge(begun.nonce, begun.keys)) }
      }
      const { name, keys, isReal } = begun
      const said = proofOf(message, begun)
      if (said === undefined) return fail(name, 'malformed final message')
      if (authority.isLocked(name, door)) return fail(name, 'too many failures')
      if (!provesPassword(mechanism, keys, said.message, said.proof) || !isReal) return fail(name, 'wrong proof')
      const access = authority.admitted(name, door)
      if (access === undefined) return fail(name, 'revoked')
      const answer = Buffer.from(`v=${serverSignature(mechanism, keys, said.message).toString('base64')}`)
      return { kind: 'done', answer, access }
    },
  }
}

const challenge = (nonce: string, { salt, iterations }: ScramKeys): string =>
  `r=${nonce},s=${salt.toString('base64')},i=${iterations}`

/** The client's proof and what it is a proof of; undefined when it does not go on from what was said before. */
function proofOf(message: string, begun: Begun): { readonly message: string; readonly proof: Buffer } | undefined {
  const { bare = '', binding = '', nonce = '', proof = '' } = FINAL.exec(message)?.groups ?? {}
  if (nonce !== begun.nonce || Buffer.from(binding, 'base64').toString() !== begun.header) return undefined
  return { message: `${begun.said},${bare}`, proof: Buffer.from(proof, 'base64') }
}
