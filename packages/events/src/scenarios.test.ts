import { requiredText } from '@millrace/cloudevents'
import { Fault } from '@millrace/kernel'
import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT, World, event, policy, settle, trigger } from '../test/fixture.ts'
import type { Events } from './events.ts'
import { compileAttributes } from './filters/attributes.ts'
import { compileFilters } from './filters/index.ts'

/** Scenarios of Knative's own suite, by their letters in its list, that no other test here shows by itself. */
let world: World
let events: Events
const broker = { ...DEFAULT, partitions: 1 }

beforeEach(async () => {
  world = new World()
  events = await world.open()
  await events.putBroker(broker)
})

const publish = async (...given: ReturnType<typeof event>[]): Promise<void> => {
  await events.publish(DEFAULT, given)
  await settle()
}
const matching = (filter: ReturnType<typeof compileFilters>) => {
  if (filter.kind === 'invalid') throw new Error(`${filter.path} ${filter.message}`)
  return filter.matches
}
const subscribe = async (name: string, filter: ReturnType<typeof compileFilters>): Promise<void> =>
  events.putTrigger(trigger(name, { matches: matching(filter) }))
const received = (name: string): string[] => world.to(`http://${name}`)
const counts = (name: string) => events.reportOf({ namespace: 'default', name })?.counts

describe('routing by attributes', () => {
  it('passes a type that is not asked for by, and gives the one that is (A18, A19)', async () => {
    await subscribe('one', compileAttributes({ type: 'mytype' }, 'filter'))
    await publish(event('1', { type: 'notmytype' }), event('2', { type: 'mytype' }))
    expect(received('one')).toEqual(['2'])
  })
  it('gives four triggers on type and source 4, 2, 2 and 1 of four events (A23, B52)', async () => {
    await subscribe('any', compileAttributes({ type: '', source: '' }, 'filter'))
    await subscribe('type', compileAttributes({ type: 'type1', source: '' }, 'filter'))
    await subscribe('source', compileAttributes({ type: '', source: 'source1' }, 'filter'))
    await subscribe('both', compileAttributes({ type: 'type1', source: 'source1' }, 'filter'))
    for (const type of ['type1', 'type2']) {
      for (const source of ['source1', 'source2']) await publish(event(`${type}-${source}`, { type, source }))
    }
    expect(['any', 'type', 'source', 'both'].map((name) => received(name).length)).toEqual([4, 2, 2, 1])
  })
  it('gives eight triggers on extensions what has them, empty meaning any value (A24)', async () => {
    const filters: Record<string, string>[] = [
      { type: 'type1' },
      { type: 'type1', extname1: 'extval1' },
      { type: 'type1', extname1: 'extval1', extname2: 'extval2' },
      { type: 'type1', extname1: '' },
      { extname1: 'extval1' },
      { extname1: 'other' },
      { source: '/s', extname2: '' },
      { type: 'type2', extname1: 'extval1' },
    ]
    for (const [index, filter] of filters.entries()) await subscribe(`t${index}`, compileAttributes(filter, 'filter'))
    await publish(
      event('plain', { type: 'type1', source: '/s' }),
      event('one', { type: 'type1', source: '/s', extname1: 'extval1' }),
      event('two', { type: 'type1', source: '/s', extname1: 'extval1', extname2: 'extval2' }),
      event('wrong', { type: 'type1', source: '/s', extname1: 'non.matching' }),
    )
    expect(filters.map((_, index) => received(`t${index}`))).toEqual([
      ['plain', 'one', 'two', 'wrong'],
      ['one', 'two'],
      ['two'],
      ['one', 'two', 'wrong'],
      ['one', 'two'],
      [],
      ['two'],
      [],
    ])
  })
  it('misses a subject that is not there, and another case (A27, A28)', async () => {
    await subscribe('subject', compileAttributes({ subject: '' }, 'filter'))
    await subscribe('case', compileAttributes({ type: 'Type1' }, 'filter'))
    await publish(event('1', { type: 'type1' }))
    expect([received('subject'), received('case')]).toEqual([[], []])
  })
})

describe('routing by dialects', () => {
  const exact = { exact: { type: 'dialect.type', source: '/dialect' } }
  const prefix = { prefix: { type: 'dialect', source: '/dia' } }
  const suffix = { suffix: { type: 'type', source: 'lect' } }
  const cesql = { cesql: "type = 'dialect.type' AND source = '/dialect'" }

  it.each([exact, prefix, suffix, cesql])('gives %j its event and no other (A30)', async (filter) => {
    await subscribe('one', compileFilters([filter], 'filters'))
    await publish(event('yes', { type: 'dialect.type', source: '/dialect' }), event('no', { type: 'x', source: '/y' }))
    expect(received('one')).toEqual(['yes'])
  })
  it('gives any of three types each of them, and no fourth (A32)', async () => {
    const types = ['a', 'b', 'c'].map((type) => ({ exact: { type } }))
    await subscribe('one', compileFilters([{ any: types }], 'filters'))
    await publish(...['a', 'b', 'c', 'd'].map((type) => event(type, { type })))
    expect(received('one')).toEqual(['a', 'b', 'c'])
  })
  const four = [
    { exact: { ext: 'begin-middle-end' } },
    { prefix: { type: 'p' } },
    { suffix: { type: 's' } },
    { cesql: "subject = 'c'" },
  ]
  it.each([
    ['all', [{ all: four }]],
    ['a plain list', four],
  ])('gives %s of four only what all of them match (A33, A34)', async (_, filters) => {
    await subscribe('one', compileFilters(filters, 'filters'))
    await publish(
      event('none', { type: 'x' }),
      event('two', { type: 'p-s' }),
      event('three', { type: 'p-s', subject: 'c' }),
      event('four', { type: 'p-s', subject: 'c', ext: 'begin-middle-end' }),
    )
    expect(received('one')).toEqual(['four'])
  })
  it('gives two triggers what is theirs, and both what is for both (A35)', async () => {
    for (const [name, type] of [
      ['one', 'type1'],
      ['two', 'type2'],
    ] as const) {
      await subscribe(name, compileFilters([{ any: [{ exact: { type } }, { prefix: { type: 'both' } }] }], 'filters'))
    }
    await publish(...['type1', 'type2', 'both.should.match', 'type3'].map((type) => event(type, { type })))
    expect(received('one')).toEqual(['type1', 'both.should.match'])
    expect(received('two')).toEqual(['type2', 'both.should.match'])
  })
  it('gives all of four on an extension only events that have it (A36)', async () => {
    const filters = [
      { exact: { ext: 'begin-end' } },
      { prefix: { ext: 'begin' } },
      { suffix: { ext: 'end' } },
      { cesql: "ext = 'begin-end'" },
    ]
    await subscribe('one', compileFilters([{ all: filters }], 'filters'))
    await publish(event('without'), event('with', { ext: 'begin-end' }))
    expect(received('one')).toEqual(['with'])
  })
  it('holds back what an expression fails on, and gives what a missing attribute negates (A40, A42)', async () => {
    await subscribe('fails', compileFilters([{ cesql: 'ext + 1 > 0' }], 'filters'))
    await subscribe('text', compileFilters([{ cesql: 'type' }], 'filters'))
    await subscribe('not', compileFilters([{ not: { exact: { ext: 'x' } } }], 'filters'))
    await publish(event('1', { ext: 'no number' }), event('2'))
    expect([received('fails'), received('text'), received('not')]).toEqual([[], [], ['1', '2']])
  })
  it('refuses the empty value that the older filter takes (A41)', () => {
    expect(compileFilters([{ exact: { type: '' } }], 'f')).toMatchObject({ kind: 'invalid' })
    expect(compileFilters([{ prefix: { type: '' } }], 'f')).toMatchObject({ kind: 'invalid' })
    expect(compileAttributes({ type: '' }, 'f')).toMatchObject({ kind: 'predicate' })
  })
})

describe('replies and retries', () => {
  const reply = (id: string, data: string) => ({
    status: 200,
    headers: Object.entries({ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/r', 'ce-type': 'reply' }),
    body: Buffer.from(data),
  })

  it('carry 36,000 bytes as they are, and their type is listed (A46, A79, A87)', async () => {
    const data = 'x'.repeat(36_864)
    world.subscribers.set('http://asks', () => reply('r', data.slice(0, 36_000)))
    await events.putTrigger(trigger('asks', { matches: (one) => requiredText(one, 'type') !== 'reply' }))
    await events.putTrigger(trigger('hears'))
    await publish(event('1', {}, data))
    await settle()
    const bodies = world.sent.filter(({ url }) => url === 'http://hears').map(({ request }) => request.body.length)
    expect(bodies).toEqual([36_864, 36_000])
    expect(events.eventTypes()).toMatchObject([{ type: 'test' }, { type: 'reply', source: '/r', broker: 'default' }])
  })
  it('ask the subscriber again when the broker could not keep its answer (A52, B46)', async () => {
    world.subscribers.set('http://asks', () => reply('r', '{}'))
    await events.putTrigger(trigger('asks', { matches: (one) => requiredText(one, 'type') !== 'reply' }))
    const { broker: platform } = world
    if (platform === undefined) throw new Error('no broker')
    await publish()
    await events.publish(DEFAULT, [event('1')])
    const produce = platform.produce.produce.bind(platform.produce)
    platform.produce.produce = () => Promise.reject(new Fault('LOG_STOPPED', 'the disk is full'))
    await settle()
    expect(received('asks')).toEqual(['1'])
    platform.produce.produce = produce
    await world.run(1000)
    expect(received('asks')).toEqual(['1', '1'])
    expect(counts('asks')).toMatchObject({ delivered: 1, replies: 1 })
  })
  it('need nothing where subscribers succeed (A54)', async () => {
    await events.putTrigger(trigger('one'))
    await events.putTrigger(trigger('two'))
    await publish(event('1'))
    await world.run(500)
    expect([received('one'), received('two')]).toEqual([['1'], ['1']])
  })
  it("stay within each trigger: one recovers, the other's event is dropped (A56)", async () => {
    await events.putBroker({ ...broker, policy: policy({ retries: 0 }) })
    world.subscribers.set('http://one', (_, attempt) => (attempt <= 3 ? 503 : 200))
    world.subscribers.set('http://two', (_, attempt) => (attempt <= 2 ? 503 : 200))
    await events.putTrigger(trigger('one', { policy: policy({ retries: 3, deadLetter: 'http://dls' }) }))
    await events.putTrigger(trigger('two', { policy: policy({ retries: 1 }) }))
    await publish(event('1'))
    await world.run(5000)
    expect([received('one').length, received('two').length, received('dls').length]).toEqual([4, 2, 0])
    expect(counts('two')).toMatchObject({ dropped: 1 })
  })
  it("send a trigger's letters to its own sink, and others to the broker's (A58, A61, A62)", async () => {
    await events.putBroker({ ...broker, policy: policy({ retries: 0, deadLetter: 'http://broker-dls' }) })
    for (const url of ['http://one', 'http://two']) world.subscribers.set(url, () => 503)
    await events.putTrigger(trigger('one', { policy: policy({ retries: 3, deadLetter: 'http://own-dls' }) }))
    await events.putTrigger(trigger('two'))
    await publish(event('1'), event('2'), event('3'))
    await world.run(20_000)
    expect(received('own-dls')).toEqual(['1', '2', '3'])
    expect(received('broker-dls')).toEqual(['1', '2', '3'])
  })
  it('reach a subscriber that fails by a pattern (A59)', async () => {
    const fibonacci = new Set([1, 2, 3, 5, 8])
    world.subscribers.set('http://one', (_, attempt) => (fibonacci.has(attempt) ? 503 : 200))
    await events.putTrigger(trigger('one', { policy: policy({ retries: 5, backoff: 'linear', delayMs: 1000 }) }))
    await publish(event('1'))
    await world.run(20_000)
    expect(counts('one')).toMatchObject({ delivered: 1 })
  })
  it('keep source and id over attempts (B27), and add nothing to the data (B42)', async () => {
    world.subscribers.set('http://one', (_, attempt) => (attempt <= 2 ? 503 : 200))
    await events.putTrigger(trigger('one'))
    await publish(event('1', { datacontenttype: 'application/json' }, '{ "a" : 1e400 }'))
    await world.run(2000)
    const seen = world.sent.map(({ request }) => [new Map(request.headers).get('ce-source'), request.body.toString()])
    expect(seen).toEqual(Array.from({ length: 3 }, () => ['/test', '{ "a" : 1e400 }']))
  })
  it('never send a batch, nor a request for consent that nobody wants (22, B3)', async () => {
    await events.putTrigger(trigger('one'))
    await publish(event('1'), event('2'))
    expect(world.sent.map(({ request }) => [request.method, new Map(request.headers).get('content-type')])).toEqual([
      ['POST', undefined],
      ['POST', undefined],
    ])
  })
})
