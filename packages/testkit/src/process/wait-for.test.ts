import { describe, expect, it } from 'vitest'
import { waitFor } from './wait-for.ts'

describe('waiting', () => {
  it('gives what the probe found', async () => {
    let asked = 0
    const probe = () => (++asked < 3 ? undefined : asked)
    expect(await waitFor(probe, { what: 'the third answer', everyMs: 1 })).toBe(3)
  })

  it('names what it waited for and why the probe failed', async () => {
    const probe = () => {
      throw new Error('closed')
    }
    const failure = await waitFor(probe, { what: 'a door', timeoutMs: 5, everyMs: 1 }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ message: 'waited 5 ms for a door', cause: { message: 'closed' } })
  })
})
