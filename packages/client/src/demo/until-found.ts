import { type Clocks, Fault, pause } from '@millrace/kernel'

const LOOK_EVERY_MS = 25

/** How long to look for, and what to do between two looks: to move a clock that stands still. */
export interface Looking {
  readonly mostMs: number
  readonly between?: (() => Promise<void>) | undefined
}

/** Asks until `found` gives something. @throws Fault STEP_FAILED that says what did not come about */
export async function untilFound<T>(
  { liveness }: Pick<Clocks, 'liveness'>,
  what: string,
  found: () => Promise<T | undefined> | T | undefined,
  { mostMs, between }: Looking,
): Promise<T> {
  const end = liveness.now() + mostMs
  for (;;) {
    const value = await found()
    if (value !== undefined) return value
    if (liveness.now() >= end) throw new Fault('STEP_FAILED', `${what} did not come about within ${mostMs} ms`)
    await between?.()
    await pause(liveness, LOOK_EVERY_MS)
  }
}
