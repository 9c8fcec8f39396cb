import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { SaslHandshake } from '../messages/index.ts'

/** SaslHandshake (17), v0-1: agrees on a mechanism. After v1 its messages go in SaslAuthenticate (KIP-152). */
export const saslHandshake = handler(SaslHandshake, [0, 1], ({ mechanism }, { login, header }) => {
  const { error, mechanisms } = login.handshake(mechanism, header.apiVersion)
  return { errorCode: codeOf(error), mechanisms }
})
