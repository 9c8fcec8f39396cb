import { timingSafeEqual } from 'node:crypto'
import { type Authority, type Door, isDenied } from '../logins/authority.ts'
import { scramKeys } from '../secrets/scram.ts'
import { MESSAGE_BYTES_MOST, type SaslExchange, type SaslStep } from './exchange.ts'

const FAILED: SaslStep = { kind: 'failed', text: 'Authentication failed: Invalid username or password' }

/** PLAIN (RFC 4616): `authzid NUL name NUL password` in one message; checked against the keys of SCRAM-SHA-512. */
export function plainExchange(authority: Authority, door: Door): SaslExchange {
  return {
    step: async (message) => {
      const [authzid = '', name = '', password = '', ...more] = message.toString('utf8').split('\0')
      const isWhole = message.length <= MESSAGE_BYTES_MOST && name !== '' && password !== '' && more.length === 0
      // To act for somebody else is not offered.
      if (!isWhole || (authzid !== '' && authzid !== name)) {
        await authority.refuse(isWhole ? name : 'malformed', door, 'malformed PLAIN message')
        return FAILED
      }
      const access = await authority.byPassword(name, door, () => isPassword(authority, name, password))
      return isDenied(access) ? FAILED : { kind: 'done', answer: Buffer.alloc(0), access }
    },
  }
}

/** As slow for a name that there is not. */
async function isPassword(authority: Authority, name: string, password: string): Promise<boolean> {
  const { keys, isReal } = authority.scramKeysOf(name, 'SCRAM-SHA-512')
  const given = await scramKeys('SCRAM-SHA-512', password, keys.salt, keys.iterations)
  return timingSafeEqual(given.storedKey, keys.storedKey) && isReal
}
