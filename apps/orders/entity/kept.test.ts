import { expect, it } from 'vitest'
import { done, refused } from './answer.ts'
import { type Kept, decideOnce } from './kept.ts'

const request = (key: string, fingerprint = 'f') => ({ key, fingerprint })
const count = (state: number | undefined) => ({ next: (state ?? 0) + 1, answer: done((state ?? 0) + 1) })

it('does a request once, and answers the repeat as the first', () => {
  const first = decideOnce<number>(undefined, request('k'), count)
  const second = decideOnce(first.kept, request('k'), count)
  expect([first.kept?.state, second.kept, second.answer]).toMatchObject([1, undefined, { body: 1, replayed: true }])
})

it('refuses the key for another request', () => {
  const { kept } = decideOnce<number>(undefined, request('k'), count)
  expect(decideOnce(kept, request('k', 'g'), count).answer).toMatchObject({ details: { status: 422 } })
})

it('keeps the key of a request that changed nothing', () => {
  const { kept } = decideOnce<number>({ state: 5, requests: [] }, request('k'), () => ({ answer: done('no') }))
  expect(kept).toMatchObject({ state: 5, requests: [{ key: 'k' }] })
})

it('writes nothing when there is neither change nor key', () => {
  expect(decideOnce<number>({ state: 5, requests: [] }, undefined, () => ({})).kept).toBeUndefined()
})

it('does not keep an answer that asks to try again', () => {
  const later = () => ({ answer: refused(503, 'Later', 'in a moment', 'LATER') })
  expect(decideOnce<number>(undefined, request('k'), later).kept).toBeUndefined()
})

it('forgets the oldest keys', () => {
  let kept: Kept<number> | undefined
  for (let at = 0; at < 20; at++) kept = decideOnce(kept, request(`k${at}`), count).kept
  expect(kept?.requests.map(({ key }) => key)).toEqual(Array.from({ length: 16 }, (_, at) => `k${at + 4}`))
})
