import {
  Fault,
  messageOf,
  pause,
  systemClocks,
  systemRandom,
  uuidV4,
  type Clocks,
  type Environment,
} from '@millrace/kernel'
import { z } from 'zod'
import { configuration } from '../config/configuration.ts'
import { bearerHeader, bearerToken, httpUrl } from '../config/variables.ts'
import { RECONNECT, backoffMs } from '../kafka/backoff.ts'
import { eventData } from './event-stream.ts'
import { FollowedClock, type Drain } from './followed-clock.ts'

/** The platform's clocks in another process or thread. */
export interface PlatformClocks extends Clocks {
  readonly mode: 'system' | 'virtual'
  /** With a virtual clock: adds work that an `advance` waits for; gives what takes it away. */
  drainWith(drain: Drain): () => void
  /** Stops following. */
  close(): void
}

const schema = z.object({ MILLRACE_CLOCK_URL: httpUrl().optional(), MILLRACE_CLOCK_TOKEN: bearerToken().optional() })
const clock = z.object({ mode: z.enum(['system', 'virtual']), now: z.int() })
const step = z.object({ seq: z.int(), now: z.int() })

const ANSWER_MS = 5000
const CONNECT_MS = 30_000

/**
 * The clock of the platform at `MILLRACE_CLOCK_URL` (with `MILLRACE_CLOCK_TOKEN` as a bearer, where there is one); the system's when the platform's is real, or the variable is not
 * set. A virtual clock is followed: README.md describes the exchange.
 *
 * @throws Refusal INVALID_CONFIGURATION; Fault CLOCK_UNREACHABLE when nobody answers for 30 s.
 */
export async function platformClock(environment: Environment): Promise<PlatformClocks> {
  const { MILLRACE_CLOCK_URL: url, MILLRACE_CLOCK_TOKEN: token } = configuration(schema, environment)
  const system = systemClocks()
  if (url === undefined) return real(system)
  const place = { url, headers: bearerHeader(token) }
  const { mode, now } = await ask(place, system)
  if (mode === 'system') return real(system)
  const domain = new FollowedClock(now)
  const stop = new AbortController()
  const followed = Promise.withResolvers<void>()
  void follow(place, domain, system, stop.signal, followed.resolve)
  await followed.promise
  return {
    mode,
    domain,
    liveness: system.liveness,
    drainWith: (drain) => domain.drainWith(drain),
    close: () => stop.abort(new Fault('CLOSED', 'the clock is no longer followed')),
  }
}

function real(system: Clocks): PlatformClocks {
  return { mode: 'system', ...system, drainWith: () => () => undefined, close: () => undefined }
}

/** Where the platform is, and what its listener asks for. */
interface Place {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

async function ask({ url, headers }: Place, { liveness }: Clocks): Promise<z.output<typeof clock>> {
  const started = liveness.now()
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(`${url}/v1/clock`, { headers, signal: AbortSignal.timeout(ANSWER_MS) })
      return clock.parse(await answer.json())
    } catch (error) {
      if (liveness.now() - started > CONNECT_MS) {
        throw new Fault('CLOCK_UNREACHABLE', `no clock at ${url} (MILLRACE_CLOCK_URL): ${messageOf(error)}`, {
          cause: error,
        })
      }
    }
    await pause(liveness, backoffMs(RECONNECT, attempt, systemRandom))
  }
}

/** Follows until stopped; while the platform is away, time stands still. */
async function follow(
  place: Place,
  domain: FollowedClock,
  { liveness }: Clocks,
  signal: AbortSignal,
  first: () => void,
): Promise<void> {
  const id = uuidV4(systemRandom)
  const { url, headers } = place
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      const answer = await fetch(`${url}/v1/clock/events?id=${id}`, {
        signal,
        headers: { ...headers, accept: 'text/event-stream' },
      })
      if (!answer.ok || answer.body === null) throw new Fault('CLOCK_UNREACHABLE', `the clock answers ${answer.status}`)
      for await (const data of eventData(answer.body)) {
        const { seq, now } = step.parse(JSON.parse(data))
        await domain.follow(now)
        await report(place, { id, seq, now: domain.now(), next: domain.next ?? null }, signal)
        first()
        attempt = 1
      }
    } catch {
      // Whatever it was, the platform has taken this follower off its list, and it begins anew.
    }
    await pause(liveness, backoffMs(RECONNECT, attempt, systemRandom), signal).catch(() => undefined)
  }
}

async function report({ url, headers }: Place, reached: object, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${url}/v1/clock/reached`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(reached),
    signal,
  })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Fault('CLOCK_UNREACHABLE', `the clock answers ${answer.status}`)
}
