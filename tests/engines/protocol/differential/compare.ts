import { setTimeout as sleep } from 'node:timers/promises'
import type { Struct } from '@millrace/kernel'
import { ListOffsets, Metadata } from '../../../../packages/kafka/src/messages/index.ts'
import { type Act, type Answer, type Ask, READINGS, SLOW } from './ask.ts'
import { type Answerer, normalised } from './normalise.ts'
import { explanations } from './known.ts'
import { bound } from './names.ts'
import type { Side } from './side.ts'

/** One place in which two answers were not the same. */
export interface Difference {
  readonly api: string
  readonly version: number
  /** `topics[].partitions[].errorCode` */
  readonly path: string
  readonly ours: unknown
  readonly theirs: unknown
  /** What was asked, as Millrace was asked it. */
  readonly request: unknown
}

export interface Engines {
  readonly ours: Side
  readonly theirs: Side
  readonly prefix: string
  readonly start: number
  /** Topics whose ends must be the same on both before what follows can be. */
  readonly topics: readonly string[]
}

const TRIES = 200
const READING_TRIES = 40
const PAUSE_MS = 25

/** What an engine says while something behind an earlier answer is still under way. */
const PASSING =
  /"(?:CONCURRENT_TRANSACTIONS|COORDINATOR_LOAD_IN_PROGRESS|COORDINATOR_NOT_AVAILABLE|NOT_COORDINATOR|NOT_LEADER_OR_FOLLOWER|UNKNOWN_TOPIC_OR_PARTITION|UNKNOWN_TOPIC_ID)"/

/** Puts one act to both engines and gives the places in which their answers differ. */
export async function compare(act: Act, engines: Engines): Promise<Difference[]> {
  const { ours, theirs } = engines
  if ('collect' in act) {
    const ask = ours.pending(act.collect)
    const [mine, other] = await Promise.all([ours.collect(act.collect), theirs.collect(act.collect)])
    return concluded(ask, mine, other, engines)
  }
  if (act.isPending === true) {
    await Promise.all([ours.send(act), theirs.send(act)])
    await sleep(PAUSE_MS)
    return []
  }
  const [mine, other] = await agreed(act, engines)
  const found = concluded(act, mine, other, engines)
  return SLOW.has(act.message.name) ? [...found, ...(await settle(act.message.name, engines))] : found
}

function concluded(ask: Ask, mine: Answer, other: Answer, engines: Engines): Difference[] {
  if (typeof other !== 'string') ask.heard?.(other)
  const views = viewsOf(ask, engines)
  if (mine === 'silent' && other === 'silent') throw new Error(`${ask.message.name} v${ask.version} waits on both`)
  const about = aboutOf(ask, normalised(bound(ask.request, engines.ours.names), views.ours))
  return differences(normalised(mine, views.ours), normalised(other, views.theirs)).map((each) => ({
    ...about,
    ...each,
  }))
}

const aboutOf = ({ message, version, asVersion = version }: Ask, request: unknown) => ({
  api: message.name,
  version: asVersion,
  request,
})

/** Asks both, and again while what they say may still become the same. */
async function agreed(ask: Ask, engines: Engines): Promise<readonly [Answer, Answer]> {
  const { ours, theirs } = engines
  const views = viewsOf(ask, engines)
  let [mine, other] = await Promise.all([ours.ask(ask), theirs.ask(ask)])
  for (let tries = 1; tries < TRIES; tries++) {
    if (typeof mine === 'string' || typeof other === 'string') break
    const answers = [normalised(mine, views.ours), normalised(other, views.theirs)]
    const open = differences(answers[0], answers[1]).filter(
      (each) => explanations({ ...aboutOf(ask, ask.request), ...each }).length === 0,
    )
    if (open.length === 0) break
    const [left, right] = answers.map((each) => JSON.stringify(each))
    const isReading = READINGS.has(ask.message.name) && tries < READING_TRIES
    const [again, otherAgain] = [isReading || PASSING.test(left ?? ''), isReading || PASSING.test(right ?? '')]
    if (!again && !otherAgain) break
    await sleep(PAUSE_MS)
    ;[mine, other] = await Promise.all([again ? ours.ask(ask) : mine, otherAgain ? theirs.ask(ask) : other])
  }
  return [mine, other]
}

/** Waits until both have the same topics, and the same ends of them: markers and metadata come after the answer. */
async function settle(after: string, engines: Engines): Promise<Difference[]> {
  const partitions = [0, 1].map((partitionIndex) => ({ partitionIndex, timestamp: -1 }))
  const topics = engines.topics.map((name) => ({ name, partitions }))
  const asks: Ask[] = [
    { message: Metadata, version: 9, request: { topics: null }, lists: true },
    { message: ListOffsets, version: 4, request: { topics } },
  ]
  for (let tries = 1; ; tries++) {
    const found: Difference[] = []
    for (const ask of asks) found.push(...(await once(ask, engines)))
    if (found.length === 0) return []
    if (tries === TRIES) return found.map((each) => ({ ...each, api: `${each.api} after ${after}` }))
    await sleep(PAUSE_MS)
  }
}

async function once(ask: Ask, engines: Engines): Promise<Difference[]> {
  const [mine, other] = await Promise.all([engines.ours.ask(ask), engines.theirs.ask(ask)])
  return concluded(ask, mine, other, engines)
}

function viewsOf(
  { lists = false }: Ask,
  { ours, theirs, prefix, start }: Engines,
): Record<'ours' | 'theirs', Answerer> {
  const about = { prefix, start, lists }
  return { ours: { ...about, names: ours.names }, theirs: { ...about, names: theirs.names } }
}

type Place = Pick<Difference, 'path' | 'ours' | 'theirs'>

const isStruct = (value: unknown): value is Struct => value !== null && typeof value === 'object'

export function differences(ours: unknown, theirs: unknown, path = ''): Place[] {
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
    return ours.flatMap((item, at) => differences(item, theirs[at], `${path}[]`))
  }
  if (isStruct(ours) && isStruct(theirs) && !Array.isArray(ours) && !Array.isArray(theirs)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)])
    return [...keys].flatMap((key) => differences(ours[key], theirs[key], path === '' ? key : `${path}.${key}`))
  }
  return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ path, ours, theirs }]
}
