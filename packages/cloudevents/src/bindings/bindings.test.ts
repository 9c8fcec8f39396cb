import { HTTP } from 'cloudevents'
import { CloudEvent as SdkEvent } from 'cloudevents'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newEvent } from '../attributes/check.ts'
import { type AttributeValue, type CloudEvent, textOf } from '../event.ts'
import { EventRefusal } from '../event-refusal.ts'
import { decodeHttp } from './http.ts'
import { encodeHttpBatch } from './http-batch.ts'
import { encodeHttpBinary } from './http-binary.ts'
import { encodeHttpStructured } from './http-structured.ts'
import { decodeJson, encodeJson } from './json-format.ts'
import { decodeKafka, encodeKafkaBinary, encodeKafkaStructured } from './kafka.ts'

const CE = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't' }
const REQUIRED = { specversion: '1.0', id: '1', source: '/s', type: 't' }

const message = (headers: Record<string, string>, body: string | Buffer = '') => ({
  headers: Object.entries(headers),
  body: Buffer.from(body as string),
})
const binary = (headers: Record<string, string>, body: string | Buffer = '') =>
  decodeHttp(message({ ...CE, ...headers }, body)).events[0] as CloudEvent
const structured = (members: Record<string, unknown> | string, type = 'application/cloudevents+json') =>
  decodeHttp(
    message(
      { 'Content-Type': type },
      typeof members === 'string' ? members : JSON.stringify({ ...REQUIRED, ...members }),
    ),
  ).events[0] as CloudEvent

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof EventRefusal) return `${error.code} ${error.attribute ?? ''} ${error.message}`
    throw error
  }
  return 'accepted'
}

describe('attributes (statements 1-17)', () => {
  it.each(['id', 'source', 'type', 'specversion'])(
    'refuses an event without %s, and with an empty one (1, 24)',
    (name) => {
      const { [`ce-${name}`]: _, ...rest } = CE as Record<string, string>
      const expected = name === 'specversion' ? /specversion/ : new RegExp(`^INVALID_ATTRIBUTE ${name} .*is missing`)
      expect(refusal(() => decodeHttp(message(rest)))).toMatch(expected)
      expect(refusal(() => binary({ [`ce-${name}`]: '' }))).toMatch(new RegExp(`^INVALID_ATTRIBUTE ${name} `))
      expect(refusal(() => structured({ [name]: null }))).toMatch(new RegExp(`^INVALID_ATTRIBUTE ${name} .*is missing`))
    },
  )
  it.each(['/a', 'urn:uuid:1', 'mailto:x@y', '1-555-123-4567', 'http://[::1]:80/x?y#z'])(
    'takes the source %s (2)',
    (source) => {
      expect(textOf(structured({ source }), 'source')).toBe(source)
    },
  )
  it.each(['a b', 'http://[', '1:2', '%zz', 'ä'])('refuses the source %s (2)', (source) => {
    expect(refusal(() => structured({ source }))).toMatch(/^INVALID_ATTRIBUTE source/)
  })
  it.each(['1.0.2', '2.0', '1', '19.0'])('refuses specversion %s (3)', (version) => {
    expect(refusal(() => binary({ 'ce-specversion': version }))).toMatch(/^INVALID_ATTRIBUTE specversion .*not "/)
  })
  it.each([
    ['subject', ''],
    ['dataschema', '/x'],
    ['dataschema', ''],
    ['time', '2018-04-05'],
    ['time', '2018-04-05 17:31'],
    ['time', '2018-04-05T17:31:00'],
    ['time', '2018-04-05T25:00:00Z'],
    ['time', '2018-02-30T00:00:00Z'],
    ['datacontenttype', 'json'],
    ['partitionkey', ''],
    ['ext', '\ufffe'],
    ['ext', 'a\u0000'],
    ['ext', '\udead'],
    ['ext', { a: 1 }],
    ['ext', [1]],
    ['ext', 1.5],
    ['ext', 2_147_483_648],
    ['subject', 5],
    ['my-ext', 'x'],
    ['MyExt', 'x'],
    ['a_b', 'x'],
    ['extensions', { a: 'b' }],
  ])('refuses %s: %j and names it (4-10, 54, 78)', (name, value) => {
    expect(refusal(() => structured({ [name]: value }))).toMatch(new RegExp(`^INVALID_ATTRIBUTE ${name} `))
  })
  it.each(['-0', '5.0', '5e0'])('does not take %s for an integer (9)', (raw) => {
    expect(refusal(() => structured(`{"specversion":"1.0","id":"1","source":"/","type":"t","n":${raw}}`))).toMatch(
      / n /,
    )
  })
  it.each(['2018-04-05T17:31:00Z', '2018-04-05t17:31:00.123456789+02:00', '2016-12-31T23:59:60z'])(
    'keeps the time %s as it is (5)',
    (time) => {
      expect(encodeHttpBinary(structured({ time })).headers).toContainEqual(['ce-time', time.replaceAll('"', '')])
    },
  )
  it('takes names of 21 characters, and those that begin with a digit (6, 17)', () => {
    expect(structured({ a23456789012345678901: 'x', '1abc': 'y' }).attributes.get('1abc')).toBe('y')
  })
  it('takes a pair of surrogates, base64 as the text that it is, and a media type in any case (10, 11, 13)', () => {
    const event = structured({
      ext: '\ud800\udead',
      bytes: 'AP8=',
      datacontenttype: 'TEXT/Plain; CharSet=utf-8',
      data: 'x',
    })
    expect(event.attributes.get('ext')).toBe('\ud800\udead')
    expect(event.attributes.get('bytes')).toBe('AP8=')
    expect(event.data?.toString()).toBe('x')
  })
  it('converts every type of value to its text and back (12)', () => {
    const event = structured({ n: -7, b: false, u: '/a', at: '2018-04-05T17:31:00Z' })
    const again = decodeHttp(encodeHttpBinary(event)).events[0] as CloudEvent
    for (const name of ['n', 'b', 'u', 'at']) expect(textOf(again, name)).toBe(textOf(event, name))
  })
  it('takes a datacontenttype without data, and an event of 64 KiB (14, 16)', () => {
    expect(textOf(structured({ datacontenttype: 'application/json' }), 'datacontenttype')).toBe('application/json')
    expect(binary({}, Buffer.alloc(65_536, 'x')).data).toHaveLength(65_536)
  })
  it('has no attribute that is named data (7)', () => {
    expect(refusal(() => binary({ 'ce-data': 'x' }))).toMatch(/^INVALID_ATTRIBUTE data /)
  })
})

describe('the HTTP mode (statements 18-24)', () => {
  it.each([
    ['Application/CloudEvents+JSON; charset=UTF-8', 'structured'],
    ['application/cloudevents+json', 'structured'],
    ['application/cloudevents-batch+json', 'batch'],
  ])('of %s is %s (18, 47)', (type, mode) => {
    const body = JSON.stringify(mode === 'batch' ? [REQUIRED] : REQUIRED)
    expect(decodeHttp(message({ 'content-type': type }, body)).mode).toBe(mode)
  })
  it('of an unknown format is binary with ce- headers, and refused without (19)', () => {
    const type = 'application/cloudevents+avro'
    expect(textOf(binary({ 'content-type': type }, 'x'), 'datacontenttype')).toBe(type)
    expect(refusal(() => decodeHttp(message({ 'content-type': type }, 'x')))).toMatch(/^UNSUPPORTED_FORMAT/)
  })
  it.each(['iso-8859-1', 'utf-16'])('refuses the charset %s (48)', (charset) => {
    expect(refusal(() => structured({}, `application/cloudevents+json; charset=${charset}`))).toMatch(/^UNSUPPORTED/)
  })
})

describe('HTTP binary (statements 25-46)', () => {
  it('keeps Content-Type and the bytes of the body (25, 27)', () => {
    const bytes = Buffer.from([0, 0xff, 0x0d, 0x0a])
    const event = binary({ 'content-type': 'application/json;charset=utf-8' }, bytes)
    const again = encodeHttpBinary(event)
    expect(again.body).toEqual(bytes)
    expect(again.headers).toContainEqual(['content-type', 'application/json;charset=utf-8'])
  })
  it('lets Content-Type win over ce-datacontenttype, and never sends that (26)', () => {
    const event = binary({ 'content-type': 'text/plain', 'ce-datacontenttype': 'text/html' }, 'x')
    expect(textOf(event, 'datacontenttype')).toBe('text/plain')
    expect(encodeHttpBinary(event).headers.map(([name]) => name)).not.toContain('ce-datacontenttype')
  })
  it('reads header names in any case (28)', () => {
    const event = decodeHttp(
      message({ 'CE-Id': '7', 'Ce-Source': '/', 'ce-type': 't', 'CE-SpecVersion': '1.0', 'Ce-MyExt': 'x' }),
    )
    expect(event.events[0]?.attributes.get('myext')).toBe('x')
  })
  it('has no data where the body is empty, and invents no type (29, 30)', () => {
    expect(binary({ 'content-type': 'application/json' }).data).toBeUndefined()
    expect(binary({}, 'x').attributes.has('datacontenttype')).toBe(false)
  })
  it('sends canonical text of booleans and integers (31, 55)', () => {
    const { headers } = encodeHttpBinary(structured({ n: 5, b: true }))
    expect(headers).toContainEqual(['ce-n', '5'])
    expect(headers).toContainEqual(['ce-b', 'true'])
  })
  it.each([
    ['Euro € 😀', 'Euro%20%E2%82%AC%20%F0%9F%98%80'],
    ['100%', '100%25'],
    ['a/b:c?d=1&e', 'a/b:c?d=1&e'],
    ['"q"', '%22q%22'],
    [' lead', '%20lead'],
    ['(x)+', '(x)+'],
  ])('sends %j as %s, and reads it back (32, 33, 39-42)', (text, header) => {
    expect(encodeHttpBinary(structured({ ext: text })).headers).toContainEqual(['ce-ext', header])
    expect(binary({ 'ce-ext': header }).attributes.get('ext')).toBe(text)
  })
  it.each([
    ['%2525', '%25'],
    ['%41%62', 'Ab'],
    ['%e2%82%ac', '€'],
    ['"a \\"b\\" \\\\"', 'a "b" \\'],
    ['a+b', 'a+b'],
  ])('reads %s as %s, once (34, 35, 38, 40)', (header, text) => {
    expect(binary({ 'ce-ext': header }).attributes.get('ext')).toBe(text)
  })
  it.each(['%C0%A0', '%E2%82', '%ED%A0%80', '100%', '%G1', 'x%4', 'caf\u00e9', '"open'])(
    'refuses the header value %s (36, 37, 43)',
    (header) => {
      expect(refusal(() => binary({ 'ce-ext': header }))).toMatch(/^INVALID_ATTRIBUTE ext /)
    },
  )
  it('refuses a header that comes twice (44)', () => {
    const twice = { headers: [...Object.entries(CE), ['CE-ID', '2']] as [string, string][], body: Buffer.alloc(0) }
    expect(refusal(() => decodeHttp(twice))).toMatch(/^INVALID_ATTRIBUTE id .*twice/)
  })
  it('keeps ce-traceparent as an extension, and leaves the header traceparent alone (45)', () => {
    const event = binary({ 'ce-traceparent': '00-1', traceparent: '00-2' })
    expect(textOf(event, 'traceparent')).toBe('00-1')
    expect(encodeHttpBinary(event).headers).toContainEqual(['ce-traceparent', '00-1'])
  })
  it('takes no other header for an attribute (46)', () => {
    expect([...binary({ authorization: 'x' }).attributes.keys()]).toEqual(['specversion', 'id', 'source', 'type'])
  })
})

describe('structured and batched JSON (statements 47-70)', () => {
  it('looks at the payload alone (49)', () => {
    const type = { 'content-type': 'application/cloudevents+json' }
    const { events } = decodeHttp(message({ ...CE, ...type, 'ce-id': 'header' }, JSON.stringify(REQUIRED)))
    expect(events[0]?.attributes.get('id')).toBe('1')
  })
  const batch = (body: string) => decodeHttp(message({ 'content-type': 'application/cloudevents-batch+json' }, body))
  it('takes an empty batch, and keeps the order of a full one (50, 52)', () => {
    expect(batch('[]').events).toEqual([])
    const ids = batch(JSON.stringify([REQUIRED, { ...REQUIRED, id: '2' }, REQUIRED])).events
    expect(ids.map((event) => textOf(event, 'id'))).toEqual(['1', '2', '1'])
  })
  it('refuses a batch with one bad element whole, and names it (51)', () => {
    expect(refusal(() => batch(JSON.stringify([REQUIRED, { ...REQUIRED, source: '' }])))).toMatch(
      /event 1 of the batch/,
    )
    expect(refusal(() => batch(JSON.stringify(REQUIRED)))).toMatch(/JSON array/)
    expect(refusal(() => structured('[]'))).toMatch(/JSON object/)
  })
  it('reads null as absent (56)', () => {
    expect(structured({ subject: null }).attributes.has('subject')).toBe(false)
  })
  it.each([
    [{ datacontenttype: 'application/json', data: '{"a":1}' }, '"{\\"a\\":1}"'],
    [{ datacontenttype: 'application/xml', data: '<a/>' }, '<a/>'],
    [{ datacontenttype: 'Text/JSON', data: { a: 1 } }, '{"a":1}'],
    [{ datacontenttype: 'application/vnd.a+json; v=1', data: [1] }, '[1]'],
    [{ datacontenttype: 'application/json', data: null }, 'null'],
    [{ data: "I'm" }, '"I\'m"'],
    [{ data_base64: 'eyAieHl6IjogMTIzIH0=' }, '{ "xyz": 123 }'],
  ])('reads the data of %j as the bytes %s (57-63, 66)', (members, bytes) => {
    expect(structured(members).data?.toString()).toBe(bytes)
  })
  it('says application/json where data came without a type, and nothing for data_base64 (60, 63)', () => {
    expect(textOf(structured({ data: 1 }), 'datacontenttype')).toBe('application/json')
    expect(textOf(structured({ data_base64: 'AA==' }), 'datacontenttype')).toBeUndefined()
  })
  it('takes base64 of JSON for the document, and the empty text for no bytes (64, 65)', () => {
    const event = structured({
      datacontenttype: 'application/json',
      data_base64: Buffer.from('{"a":1}').toString('base64'),
    })
    expect(encodeJson(event)).toContain('"data":{"a":1}')
    expect(structured({ data_base64: '' }).data).toEqual(Buffer.alloc(0))
    expect(structured({ data_base64: null }).data).toBeUndefined()
  })
  it.each(['=a', 'a b=', '_-8=', 5])('refuses data_base64 %j (65)', (value) => {
    expect(refusal(() => structured({ data_base64: value }))).toMatch(/base64/)
  })
  it('refuses both kinds of data (62), and an object as text (61)', () => {
    expect(refusal(() => structured({ data: 1, data_base64: 'AA==' }))).toMatch(/both/)
    expect(refusal(() => structured({ datacontenttype: 'text/plain', data: {} }))).toMatch(/is a string/)
  })
  it('keeps the text of JSON data both ways: numbers, white space, order and repeated keys (67)', () => {
    const data = '{"b" : 12345678901234567890,"a":[1.0, 1e400],"b":"\\u00e9}]"}'
    const type = { 'content-type': 'application/json' }
    const envelope = encodeJson(binary(type, data))
    expect(envelope).toContain(`"data":${data}`)
    expect(decodeJson(envelope).data?.toString()).toBe(data)
  })
  it('wraps what is no JSON, or no UTF-8, as base64 (68, 69)', () => {
    expect(encodeJson(binary({ 'content-type': 'application/json' }, '{'))).toContain('"data_base64":"ew=="')
    const latin = binary({ 'content-type': 'text/plain; charset=iso-8859-1' }, Buffer.from([0xe9]))
    expect(encodeJson(latin)).toContain('"data_base64":"6Q=="')
  })
  it.each([
    `{"specversion":"1.0","id":"1","id":"2","source":"/","type":"t"}`,
    `{"specversion":"1.0",}`,
    `{} x`,
    `{"data":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    `\ufeff{}`,
  ])('refuses the envelope %j (70)', (body) => {
    expect(refusal(() => structured(body.slice(0, 20_000)))).toMatch(/^INVALID_EVENT/)
  })
  it('reads and writes version 0.3 with its base64', () => {
    const event = structured({ specversion: '0.3', datacontentencoding: 'base64', data: 'AP8=' })
    expect(event.data).toEqual(Buffer.from([0, 255]))
    expect(encodeJson(event)).toContain('"datacontentencoding":"base64","data":"AP8="')
  })
})

describe('the Kafka binding (statements 71-79)', () => {
  const event = newEvent({ ...REQUIRED, subject: 'a%20b é', partitionkey: 'k' }, Buffer.from('x'))
  it('writes plain UTF-8 in ce_ headers, the key from partitionkey, and reads it back (73, 76, 77)', () => {
    const record = encodeKafkaBinary(event)
    expect(record.key?.toString()).toBe('k')
    expect(record.headers.find(({ key }) => key === 'ce_subject')?.value?.toString()).toBe('a%20b é')
    expect(record.headers.some(({ key }) => key === 'ce_partitionkey')).toBe(true)
    expect(decodeKafka(record)).toEqual(event)
  })
  it('writes a null value for an event without data (74)', () => {
    const record = encodeKafkaBinary(newEvent(REQUIRED))
    expect(record.value).toBeNull()
    expect(decodeKafka(record).data).toBeUndefined()
  })
  it('reads structured records by their content-type (72, 75)', () => {
    const typed = newEvent({ ...REQUIRED, n: 5, datacontenttype: 'application/json' }, Buffer.from('{}'))
    expect(decodeKafka(encodeKafkaStructured(typed))).toEqual(typed)
  })
  it.each([
    [[], /neither/],
    [[{ key: 'ce_specversion', value: null }], /specversion/],
    [[{ key: 'content-type', value: Buffer.from('application/cloudevents-batch+json') }], /no batches/],
    [[{ key: 'ce_specversion', value: Buffer.from([0xff]) }], /UTF-8/],
  ])('refuses records that are no events (71, 79)', (headers, expected) => {
    expect(refusal(() => decodeKafka({ key: null, value: null, headers }))).toMatch(expected)
  })
})

describe('any event', () => {
  const text = fc
    .string({ unit: 'binary' })
    .filter((value) => refusal(() => newEvent({ ...REQUIRED, x: value })) === 'accepted')
  const anyEvent = fc
    .record({
      ext: fc.oneof(text, fc.boolean(), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      subject: text,
      data: fc.option(fc.uint8Array({ minLength: 1 })),
    })
    .map(({ ext, subject, data }) =>
      newEvent(
        { ...REQUIRED, ext: ext as AttributeValue, subject: subject === '' ? 's' : subject },
        data === null ? undefined : Buffer.from(data),
      ),
    )
  const asText = (event: CloudEvent) => ({
    ...event,
    attributes: new Map([...event.attributes].map(([k, v]) => [k, String(v)])),
  })

  it('survives every binding', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(decodeHttp(encodeHttpStructured(event)).events).toEqual([event])
        expect(decodeHttp(encodeHttpBatch([event, event])).events).toEqual([event, event])
        expect(decodeHttp(encodeHttpBinary(event)).events).toEqual([asText(event)])
        expect(decodeKafka(encodeKafkaBinary(event))).toEqual(asText(event))
      }),
    )
  })
  it('is refused or taken, and nothing else, whatever the body', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(refusal(() => structured(body))).toMatch(/^(INVALID|accepted)/)
      }),
    )
  })
})

describe('the JavaScript SDK', () => {
  it.each(['binary', 'structured'] as const)('writes %s messages that are read here', (mode) => {
    const sent = new SdkEvent({ ...REQUIRED, subject: 'plain', data: { a: 1 } })
    const { headers, body } = HTTP[mode](sent)
    const event = decodeHttp({
      headers: Object.entries(headers as Record<string, string>),
      body: Buffer.from(body as string),
    })
    expect(textOf(event.events[0] as CloudEvent, 'subject')).toBe('plain')
    expect(JSON.parse(String(event.events[0]?.data))).toEqual({ a: 1 })
  })
  it('reads what is written here', () => {
    const event = newEvent({ ...REQUIRED, datacontenttype: 'application/json' }, Buffer.from('{"a":1}'))
    for (const encode of [encodeHttpBinary, encodeHttpStructured]) {
      const { headers, body } = encode(event)
      const read = HTTP.toEvent({ headers: Object.fromEntries(headers), body: body.toString() }) as SdkEvent<unknown>
      expect(read).toMatchObject({ id: '1', type: 't', data: { a: 1 } })
    }
  })
})
