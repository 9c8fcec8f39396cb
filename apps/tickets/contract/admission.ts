/**
 * The admission token: a JWT, header `{ alg: 'EdDSA', typ: 'JWT', kid }`, signed by the queue with Ed25519. Public keys
 * are at `GET queue /keys` as a JWK set; an operator may rotate them, old ones stay valid until their tokens have ended.
 */
export interface AdmissionClaims {
  /** `queue` */
  readonly iss: string
  /** The room: a token of a room that was reset is refused. */
  readonly aud: string
  /** sessionId */
  readonly sub: string
  /** One per admission; spent when its tickets are issued. */
  readonly jti: string
  /** Number in the order of admission. */
  readonly num: number
  /** Seconds since the Unix epoch, of the platform's clock. */
  readonly iat: number
  readonly nbf: number
  readonly exp: number
}

/** Why a token is not taken. All are 403 but the first, which is 401. */
export type AdmissionRefusal =
  | 'NOT_ADMITTED'
  | 'TOKEN_FORGED'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_OF_ANOTHER_ROOM'
  | 'TOKEN_OF_ANOTHER_SESSION'
  | 'TOKEN_SPENT'
