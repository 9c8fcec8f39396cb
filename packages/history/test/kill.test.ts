import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { below, seededRandom } from '@millrace/kernel'
import { expect, it, onTestFinished } from 'vitest'
import { readBlock } from '../src/follow/block.ts'
import { HistoryStore } from '../src/store/history-store.ts'
import { act, testEngine } from './engine.ts'
import { eventsOf, heldBy, modelOf } from './model.ts'

const SEED = 77
const KILLS = 6
const LIFE_MS = 60

it(`goes on exactly where it was killed in the middle: ${KILLS} kills, seed ${SEED}`, { timeout: 60_000 }, async () => {
  const random = seededRandom(SEED)
  const engine = await testEngine()
  for (let step = 0; step < 150; step++) await act(engine, random)
  const folder = await mkdtemp(join(tmpdir(), 'millrace-history-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const lines: string[] = []
  for (let from = 0; ;) {
    const block = await readBlock(engine.events, from, 1)
    if (block === undefined) break
    lines.push(`${block.next} ${Buffer.from(block.bytes).toString('base64')}`)
    from = block.next
  }
  const file = join(folder, 'blocks')
  await writeFile(file, lines.join('\n'))
  const run = async (lifeMs: number | undefined): Promise<void> => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'projector.main.ts'), folder, file])
    await once(child.stdout, 'data')
    const over = once(child, 'exit')
    if (lifeMs !== undefined) await sleep(lifeMs).then(() => child.kill('SIGKILL'))
    await over
  }
  const positions: number[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    await run(below(random, LIFE_MS))
    const store = new HistoryStore(folder)
    positions.push(store.position)
    const known = (await eventsOf(engine.events)).slice(0, store.position)
    expect(heldBy(store)).toEqual(modelOf(known))
    store.close()
  }
  expect(positions).toEqual(positions.toSorted((a, b) => a - b))
  await run(undefined)
  const store = new HistoryStore(folder)
  expect(store.position).toBe(engine.events.highWatermark)
  expect(heldBy(store)).toEqual(modelOf(await eventsOf(engine.events)))
  store.close()
})
