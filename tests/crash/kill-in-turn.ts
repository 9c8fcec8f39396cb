import { setTimeout as sleep } from 'node:timers/promises'
import { below, type Random } from '@millrace/kernel'

const SHORTEST_LIFE_MS = 100
const LIFE_MS = 1500
/** With a kill every so many ms: no more than this share of the victims is away at once, or there is nobody to work. */
const AWAY_MOST = 1 / 3

/** Work that goes on while processes are killed. */
export interface Work<Name extends string, Done> {
  readonly victims: readonly Name[]
  readonly kills: number
  /** A kill every so many ms, of the next one that is up, as soon as enough are; else after the one before is ready again, and some time. */
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
  const restarts = new Map<Name, Promise<void>>()
  const note = (error: unknown): undefined => void failed(String(error)) as undefined
  for (let kill = 0, turn = 0; kill < kills; kill++) {
    while (begun.length < (pieces * (kill + 1)) / kills) begun.push(begin(begun.length).catch(note))
    await sleep(killEveryMs ?? SHORTEST_LIFE_MS + below(random, LIFE_MS))
    if (restarts.size >= Math.max(1, victims.length * AWAY_MOST)) await Promise.race(restarts.values())
    // What has not come up since it was killed is not killed again.
    while (restarts.has(victims[turn % victims.length] as Name)) turn++
    const name = victims[turn++ % victims.length] as Name
    const restarted = restart(name)
      .catch(note)
      .finally(() => restarts.delete(name))
    restarts.set(name, restarted)
    if (killEveryMs === undefined) await restarted
    console.error(`  cycle ${kill + 1}: killed ${name}, ${begun.length} of ${pieces} begun`)
  }
  await Promise.all(restarts.values())
  return (await Promise.all(begun)).filter((done) => done !== undefined)
}
