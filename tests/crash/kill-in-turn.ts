import { setTimeout as sleep } from 'node:timers/promises'
import { below, type Random } from '@millrace/kernel'

const SHORTEST_LIFE_MS = 100
const LIFE_MS = 1500

/** Work that goes on while processes are killed. */
export interface Work<Name extends string, Done> {
  readonly victims: readonly Name[]
  readonly kills: number
  /** A kill every so many ms, whether the one before is ready again or not; else after it is, and some time. */
  readonly killEveryMs?: number | undefined
  /** How many pieces of work are begun, evenly over the kills. */
  readonly pieces: number
  readonly begin: (number: number) => Promise<Done>
  /** SIGKILL, and a start; resolves when it is ready again. */
  readonly restart: (name: Name) => Promise<void>
  /** Hears of a piece of work that did not come to its end. */
  readonly failed: (text: string) => void
}

/** Kills one victim after the other while the work goes on; gives what its pieces came to. */
export async function killInTurn<Name extends string, Done>(work: Work<Name, Done>, random: Random): Promise<Done[]> {
  const { victims, kills, killEveryMs, pieces, begin, restart, failed } = work
  const begun: Promise<Done | undefined>[] = []
  const restarts: Promise<void>[] = []
  const note = (error: unknown): undefined => void failed(String(error)) as undefined
  const beganAt = performance.now()
  for (let kill = 0; kill < kills; kill++) {
    while (begun.length < (pieces * (kill + 1)) / kills) begun.push(begin(begun.length).catch(note))
    const name = victims[kill % victims.length] as Name
    const wait =
      killEveryMs === undefined
        ? SHORTEST_LIFE_MS + below(random, LIFE_MS)
        : Math.max(0, beganAt + (kill + 1) * killEveryMs - performance.now())
    await sleep(wait)
    const restarted = restart(name).catch(note)
    if (killEveryMs === undefined) await restarted
    else restarts.push(restarted)
    console.error(`  cycle ${kill + 1}: killed ${name}, ${begun.length} of ${pieces} begun`)
  }
  await Promise.all(restarts)
  return (await Promise.all(begun)).filter((done) => done !== undefined)
}
