declare module 'http_ece' {
  import type { ECDH } from 'node:crypto'

  /** Another implementation of RFC 8188 and RFC 8291, to compare with. */
  const ece: {
    decrypt(
      body: Buffer,
      options: { readonly version: 'aes128gcm'; readonly privateKey: ECDH; readonly authSecret: Buffer },
    ): Buffer
  }
  export default ece
}
