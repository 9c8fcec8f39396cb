import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type StoredEvent, goldenText, storedIn } from '../../test/golden/golden-log.ts'
import { narrator, stories } from '../../test/golden/stories.ts'
import { RECORD_FORMAT, decodeEvent } from '../records/codec.ts'
import { intents } from '../records/intents.ts'
import { storedFrom } from '../records/stream.ts'
import { EVENTS_PARTITION } from '../runtime/partitions.ts'

const folder = fileURLToPath(new URL('../../testdata/golden/', import.meta.url))
const today = `format-${RECORD_FORMAT}`

/** What the engine of today writes while a story happens. */
async function recorded(story: (typeof stories)[string]): Promise<readonly StoredEvent[]> {
  const engine = await narrator()
  await story(engine)
  await engine.settled()
  const partition = engine.ports.log.partition(EVENTS_PARTITION)
  const stored: StoredEvent[] = []
  if (partition === undefined) return stored
  for await (const { value, timestamp } of storedFrom(partition, 0)) {
    stored.push({ value: Buffer.from(value ?? []), timestamp })
  }
  return stored
}

const told = Object.keys(stories).map((name) => `${today}/${name}.txt`)
const kept = (): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'))
    : []

// The bytes of a log that is there are never written again: only one that is missing is recorded.
describe('a log that was written once is read as it was then', () => {
  it.each([...new Set([...kept(), ...told])].toSorted())('%s', async (file) => {
    const story = stories[file.slice(today.length + 1, -'.txt'.length)]
    const path = `${folder}${file}`
    const stored = existsSync(path) ? storedIn(readFileSync(path, 'utf8')) : story && (await recorded(story))
    await expect(goldenText(stored ?? [])).toMatchFileSnapshot(path)
  })
})

it('has every intent of every value type in the logs of the format of today', () => {
  const seen = new Set<string>()
  for (const file of kept().filter((each) => each.startsWith(today))) {
    for (const [offset, stored] of storedIn(readFileSync(`${folder}${file}`, 'utf8')).entries()) {
      const { valueType, intent } = decodeEvent({ offset, ...stored })
      seen.add(`${valueType} ${intent}`)
    }
  }
  const all = Object.entries(intents).flatMap(([valueType, list]) => list.map((intent) => `${valueType} ${intent}`))
  expect(all.filter((each) => !seen.has(each))).toEqual([])
})
