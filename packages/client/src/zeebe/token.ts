import { Fault, Refusal, messageOf, type LivenessClock } from '@millrace/kernel'
import { z } from 'zod'
import type { ZeebeCredentials } from './settings.ts'

const TIMEOUT_MS = 15_000
/** Renewed this long before it expires, so that a request under way does not meet the end of it. */
const EARLY_MS = 30_000

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().default(300) })

/** Gives the bearer token, fetched when there is none that will last. */
export type TokenSource = () => Promise<string>

/** Client credentials against an authorization server; callers that come together share one request. */
export function tokenSource(credentials: ZeebeCredentials, liveness: LivenessClock): TokenSource {
  let known: { readonly token: string; readonly until: number } | undefined
  let asking: Promise<string> | undefined
  const ask = async (): Promise<string> => {
    const { access_token: token, expires_in: seconds } = await fetchToken(credentials)
    known = { token, until: liveness.now() + Math.max(seconds * 1000 - EARLY_MS, (seconds * 1000) / 2) }
    return token
  }
  return () => {
    if (known !== undefined && liveness.now() < known.until) return Promise.resolve(known.token)
    asking ??= ask().finally(() => {
      asking = undefined
    })
    return asking
  }
}

async function fetchToken({ tokenUrl, clientId, clientSecret, audience }: ZeebeCredentials) {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, audience }
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw new Fault('UNAVAILABLE', `${tokenUrl} gave no token: ${messageOf(error)}`)
  })
  const text = await answer.text()
  if (answer.status === 400 || answer.status === 401) {
    throw new Refusal('UNAUTHENTICATED', `${tokenUrl} refuses ZEEBE_CLIENT_ID and ZEEBE_CLIENT_SECRET`)
  }
  if (!answer.ok) throw new Fault('UNAVAILABLE', `${tokenUrl} answered ${answer.status} to the request for a token`)
  try {
    return tokenSchema.parse(JSON.parse(text))
  } catch {
    throw new Fault('UNAVAILABLE', `${tokenUrl} answered without access_token and expires_in`)
  }
}
