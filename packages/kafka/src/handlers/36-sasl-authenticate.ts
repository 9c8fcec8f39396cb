import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { SaslAuthenticate } from '../messages/index.ts'

/**
 * SaslAuthenticate (36), v0-2: one message of a login. v1 could tell for how long the session lasts (KIP-368): until the
 * connection closes, which 0 says.
 */
export const saslAuthenticate = handler(SaslAuthenticate, [0, 2], async ({ authBytes }, { login }) => {
  const { error, text, bytes } = await login.authenticate(authBytes)
  return { errorCode: codeOf(error), errorMessage: text, authBytes: bytes, sessionLifetimeMs: 0 }
})
