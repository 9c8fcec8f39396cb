import { expect, it } from 'vitest'
import { TopicLines } from './topic-lines.ts'

/** Lines whose look-ups are answered by hand; each one that waits has a name. */
function lines() {
  const asked: { topic: string; found: PromiseWithResolvers<number> }[] = []
  const log: string[] = []
  const lookUp = (topic: string): Promise<number> => {
    const found = Promise.withResolvers<number>()
    asked.push({ topic, found })
    return found.promise
  }
  const one = (name: string) => ({ name, reject: (reason: unknown) => log.push(`${name}: ${String(reason)}`) })
  const under = new TopicLines<ReturnType<typeof one>>(lookUp, ({ name }, count) => log.push(`${name} of ${count}`))
  return { under, asked, log, join: (topic: string, name: string) => under.join(topic, one(name)) }
}

it('lets a line in, in order, by one look-up, and no other line with it', async () => {
  const { under, asked, log, join } = lines()
  for (const name of ['a', 'b']) join('known', name)
  join('slow', 'c')
  join('known', 'd')
  expect([asked.map(({ topic }) => topic), under.waiting]).toEqual([['known', 'slow'], 4])
  asked[0]?.found.resolve(3)
  await new Promise((resolve) => setImmediate(resolve))
  expect(log).toEqual(['a of 3', 'b of 3', 'd of 3'])
  expect([under.has('known'), under.has('slow'), under.waiting]).toEqual([false, true, 1])
})

it('rejects all of a line when its look-up fails', async () => {
  const { under, asked, log, join } = lines()
  for (const name of ['a', 'b']) join('missing', name)
  asked[0]?.found.reject('not there')
  await under.settled()
  expect([log, under.waiting]).toEqual([['a: not there', 'b: not there'], 0])
})

it('lets nobody in by a look-up of before it was cleared', async () => {
  const { under, asked, log, join } = lines()
  join('t', 'old')
  expect(under.clear().map(({ name }) => name)).toEqual(['old'])
  join('t', 'new')
  asked[0]?.found.resolve(1)
  await new Promise((resolve) => setImmediate(resolve))
  expect(log).toEqual([])
  asked[1]?.found.resolve(2)
  await under.settled()
  expect(log).toEqual(['new of 2'])
})
