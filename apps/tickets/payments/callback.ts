import { Fault, messageOf, pause, type ServicePorts } from '@millrace/kernel'
import { signedHeaders } from '../webhook.ts'

interface Callback {
  readonly id: string
  readonly callback: { readonly url: string; readonly secret: string }
  readonly body: object
}

const FIRST_MS = 200
const MOST_MS = 10_000
const TRIES_MOST = 200
const ANSWER_MS = 5000

/** Tells whoever began a payment what became of it, signed anew for each try, until it is taken. */
export async function callBack(given: Callback, { clocks, log }: ServicePorts, signal: AbortSignal): Promise<void> {
  const { id, callback, body } = given
  const text = JSON.stringify(body)
  for (let attempt = 0; attempt < TRIES_MOST; attempt++) {
    const signed = signedHeaders(id, text, callback.secret, clocks.domain.now())
    const reason = await told(callback.url, text, signed, signal)
    if (reason === undefined) return
    signal.throwIfAborted()
    if (attempt % 10 === 0) log.warn({ id, reason }, 'a callback waits')
    await pause(clocks.liveness, Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 10)), signal)
  }
  throw new Fault('CALLBACK_GIVEN_UP', `${callback.url} did not take ${id} in ${TRIES_MOST} tries`)
}

/** Why it was not taken. */
async function told(
  url: string,
  body: string,
  signed: Record<string, string>,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)])
    const headers = { 'content-type': 'application/json', ...signed }
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: limit })
    const text = await answer.text()
    return answer.ok ? undefined : `${answer.status} ${text.slice(0, 200)}`
  } catch (error) {
    return messageOf(error)
  }
}
