import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

function watched(most: number) {
  const turns = new Turns(most)
  const running: string[] = []
  const seen: string[] = []
  const work = (key: string) =>
    turns.take(key, async () => {
      running.push(key)
      seen.push(running.join(''))
      await new Promise((resolve) => setImmediate(resolve))
      running.splice(running.indexOf(key), 1)
    })
  return { turns, seen, work }
}

it('does one thing of a key at a time, and so many overall, the first first', async () => {
  const { seen, work } = watched(2)
  await Promise.all(['a', 'a', 'b', 'c', 'a'].map(work))
  expect(seen).toHaveLength(5)
  expect(seen[0]).toBe('a')
  expect(seen[1]).toBe('ab')
  for (const running of seen) {
    expect(running.length).toBeLessThanOrEqual(2)
    expect(running).not.toBe('aa')
  }
})

it('gives the turn on when something fails', async () => {
  const { turns, seen, work } = watched(1)
  const failing = turns.take('a', () => Promise.reject(new Error('failed')))
  const after = work('a')
  await expect(failing).rejects.toThrow('failed')
  await after
  expect(seen).toEqual(['a'])
})
