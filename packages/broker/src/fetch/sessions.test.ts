import { describe, expect, it } from 'vitest'
import { VirtualLiveness, seededRandom } from '@millrace/kernel'
import type { FetchResult } from './fetch.ts'
import type { SessionPart } from './session.ts'
import { EVICTION_MS, FetchSessions, type SessionRequest } from './sessions.ts'

const part = (index: number, from = 0): SessionPart => ({
  topicName: 'orders',
  topicId: '',
  index,
  from,
  maxBytes: 100,
  leaderEpoch: -1,
})

const request = (more: Partial<SessionRequest>): SessionRequest => ({
  sessionId: 0,
  epoch: 0,
  usesIds: false,
  parts: [],
  forgotten: [],
  ...more,
})

const fetched = (highWatermark: number, bytes = 0): FetchResult => ({
  highWatermark,
  lastStableOffset: highWatermark,
  logStartOffset: 0,
  chunks: [],
  bytes,
  aborted: null,
})

function sessionsWith(slots = 2): { sessions: FetchSessions; clock: VirtualLiveness } {
  const clock = new VirtualLiveness()
  return { clock, sessions: new FetchSessions({ clock, random: seededRandom(1), slots: () => slots }) }
}

describe('fetch sessions', () => {
  it('remember the parts, so that the next request names only what has changed', () => {
    const { sessions } = sessionsWith()
    const { sessionId } = sessions.begin(request({ parts: [part(0), part(1)] }))
    expect(sessionId).toBeGreaterThan(0)
    const next = sessions.begin(request({ sessionId, epoch: 1, parts: [part(1, 7), part(2)], forgotten: [part(0)] }))
    expect(next.parts).toEqual([part(1, 7), part(2)])
    expect(sessions.begin(request({ sessionId, epoch: 2 })).parts).toEqual([part(1, 7), part(2)])
  })

  it('tell a client only news, and errors every time', () => {
    const { sessions } = sessionsWith()
    const { session } = sessions.begin(request({ parts: [part(0)] }))
    const error = { error: Object.assign(new Error('gone'), { code: 'X' }) } as unknown as FetchResult
    expect(session?.tell(part(0), fetched(5))).toBe(true)
    expect(session?.tell(part(0), fetched(5))).toBe(false)
    expect(session?.tell(part(0), fetched(6))).toBe(true)
    expect(session?.tell(part(0), fetched(6, 10))).toBe(true)
    expect(session?.tell(part(0), error)).toBe(true)
    expect(session?.tell(part(0), error)).toBe(true)
    expect(session?.tell(part(0), fetched(6))).toBe(true)
  })

  it('read parts that gave records last the next time', () => {
    const { sessions } = sessionsWith()
    const { sessionId, session } = sessions.begin(request({ parts: [part(0), part(1), part(2)] }))
    session?.tell(part(0), fetched(5, 100))
    const { parts } = sessions.begin(request({ sessionId, epoch: 1 }))
    expect(parts.map(({ index }) => index)).toEqual([1, 2, 0])
  })

  it('refuse an unknown id, a wrong epoch, and another way to tell topics', () => {
    const { sessions } = sessionsWith()
    const { sessionId } = sessions.begin(request({ parts: [part(0)] }))
    expect(() => sessions.begin(request({ sessionId: 12345, epoch: 1 }))).toThrow(
      expect.objectContaining({ code: 'FETCH_SESSION_ID_NOT_FOUND' }),
    )
    expect(() => sessions.begin(request({ sessionId, epoch: 2 }))).toThrow(
      expect.objectContaining({ code: 'INVALID_FETCH_SESSION_EPOCH' }),
    )
    expect(() => sessions.begin(request({ sessionId, epoch: 1, usesIds: true }))).toThrow(
      expect.objectContaining({ code: 'FETCH_SESSION_TOPIC_ID_ERROR' }),
    )
  })

  it('end with epoch -1, and begin anew with epoch 0', () => {
    const { sessions } = sessionsWith()
    const first = sessions.begin(request({ parts: [part(0)] }))
    const second = sessions.begin(request({ sessionId: first.sessionId, parts: [part(0)] }))
    expect(second.sessionId).not.toBe(first.sessionId)
    expect(sessions.size).toBe(1)
    const last = sessions.begin(request({ sessionId: second.sessionId, epoch: -1, parts: [part(0)] }))
    expect(last).toMatchObject({ sessionId: 0, session: undefined })
    expect(sessions.size).toBe(0)
  })

  it('do without when there is no room, and push out those that are stale or old and smaller', () => {
    const { sessions, clock } = sessionsWith(1)
    const first = sessions.begin(request({ parts: [part(0)] }))
    expect(sessions.begin(request({ parts: [part(1), part(2)] })).sessionId).toBe(0)
    clock.advance(EVICTION_MS + 1)
    sessions.begin(request({ sessionId: first.sessionId, epoch: 1 }))
    expect(sessions.begin(request({ parts: [part(1)] })).sessionId).toBe(0)
    expect(sessions.begin(request({ parts: [part(1), part(2)] })).sessionId).toBeGreaterThan(0)
    expect(sessions.size).toBe(1)
    clock.advance(EVICTION_MS + 1)
    expect(sessions.begin(request({ parts: [part(1)] })).sessionId).toBeGreaterThan(0)
    expect(sessions.size).toBe(1)
  })
})
