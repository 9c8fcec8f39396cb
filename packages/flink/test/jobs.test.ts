import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TestGateway, type TestSession, startTest } from './fixture.ts'

const HOUR = 3_600_000
let test: TestGateway
let session: TestSession

beforeEach(async () => {
  test = await startTest()
  session = await test.session()
})
afterEach(() => test.stop())

const ORDERS = `CREATE TABLE orders (id INT, item STRING, price DOUBLE, ts TIMESTAMP(3),
  WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)`

describe('jobs of INSERT', () => {
  it('write what a query gives into a topic, in Confluent’s mapping', async () => {
    await session.rows('CREATE TABLE counts (item STRING, n BIGINT, PRIMARY KEY (item) NOT ENFORCED)')
    await session.rows(ORDERS)
    await session.rows('INSERT INTO counts SELECT item, COUNT(*) FROM orders GROUP BY item')
    await session.rows(
      "INSERT INTO orders VALUES (1, 'tea', 2.5, CAST(NULL AS TIMESTAMP(3))), (2, 'cake', 3.0, CAST(NULL AS TIMESTAMP(3))), (3, 'tea', 2.5, CAST(NULL AS TIMESTAMP(3)))",
    )
    await test.gateway.idle()
    expect(await test.consumed('counts')).toEqual([
      { key: 'tea', value: '{"item":"tea","n":1}' },
      { key: 'cake', value: '{"item":"cake","n":1}' },
      { key: 'tea', value: '{"item":"tea","n":2}' },
    ])
  })

  it('close a window of one hour when the clock is moved by an hour', async () => {
    await session.rows(ORDERS)
    await session.rows('CREATE TABLE hours (starts TIMESTAMP(3), n BIGINT, total DOUBLE)')
    await session.rows(`INSERT INTO hours SELECT window_start, COUNT(*), SUM(price)
      FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '1' HOUR)) GROUP BY window_start, window_end`)
    await session.rows(`INSERT INTO orders VALUES (1, 'tea', 2.5, TIMESTAMP '2026-01-01 00:10:00'),
      (2, 'cake', 3.0, TIMESTAMP '2026-01-01 00:20:00')`)
    await test.advance(1000)
    expect(await test.consumed('hours')).toEqual([])
    await test.advance(HOUR)
    expect(await test.consumed('hours')).toEqual([
      { key: null, value: '{"starts":"2026-01-01 00:00:00","n":2,"total":5.5}' },
    ])
  })

  it('go on after a restart with what they had counted', async () => {
    await session.rows('CREATE TABLE counts (item STRING, n BIGINT, PRIMARY KEY (item) NOT ENFORCED)')
    await session
      .rows('INSERT INTO counts SELECT CAST(val AS STRING), COUNT(*) FROM topic GROUP BY val')
      .catch(() => [])
    await test.produce('topic', { value: 'tea' })
    await session.rows(
      'INSERT INTO counts SELECT CAST(val AS STRING), COUNT(*) FROM topic GROUP BY CAST(val AS STRING)',
    )
    await test.gateway.idle()
    test = await test.restart()
    await test.produce('topic', { value: 'tea' }, { value: 'cake' })
    await test.gateway.idle()
    expect((await test.consumed('counts')).map(({ value }) => value)).toEqual([
      '{"item":"tea","n":1}',
      '{"item":"tea","n":2}',
      '{"item":"cake","n":1}',
    ])
    session = await test.session()
    expect(
      (await session.values('SHOW JOBS')).map(([, [, name, status]]) => `${String(name)} ${String(status)}`),
    ).toEqual(['insert-into_default_catalog.default_database.counts RUNNING'])
  })

  it('are stopped, resumed without a gap, and forgotten', async () => {
    await test.produce('numbers', { value: '1' })
    await session.rows('CREATE TABLE copies (v STRING)')
    const [row] = await session.rows('INSERT INTO copies SELECT CAST(val AS STRING) FROM numbers')
    const id = row?.slice(3) ?? ''
    await test.gateway.idle()
    expect(await session.rows(`STOP JOB '${id}'`)).toEqual(['+I OK'])
    await test.produce('numbers', { value: '2' })
    await test.gateway.idle()
    expect(await test.consumed('copies')).toHaveLength(1)
    await test.gateway.jobs.resume(id)
    await test.gateway.idle()
    expect((await test.consumed('copies')).map(({ value }) => value)).toEqual(['{"v":"1"}', '{"v":"2"}'])
    await expect(test.gateway.jobs.remove(id)).rejects.toMatchObject({ code: 'JOB_RUNNING' })
    await test.gateway.jobs.stop(id, 'CANCELED')
    await test.gateway.jobs.remove(id)
    await expect(session.rows(`DESCRIBE JOB '${id}'`)).rejects.toThrow(`Could not find Flink job (${id})`)
  })

  it('merge topics by the times of their records, in whatever order they are read', async () => {
    await test.produce('late', { key: 'a', value: '3', timestamp: 3000 })
    await test.produce('early', { key: 'a', value: '1', timestamp: 1000 }, { key: 'a', value: '4', timestamp: 4000 })
    await test.produce('middle', { key: 'a', value: '2', timestamp: 2000 })
    await session.rows('CREATE TABLE merged (v STRING)')
    const arm = (topic: string): string => `SELECT CAST(val AS STRING) FROM ${topic}`
    await session.rows(`INSERT INTO merged ${['late', 'early', 'middle'].map(arm).join(' UNION ALL ')}`)
    await test.gateway.idle()
    const values = (await test.consumed('merged')).map(({ value }) => JSON.parse(value ?? '') as { v: string })
    expect(values.map(({ v }) => v)).toEqual(['1', '2', '3', '4'])
  })

  it('fail with the record’s place when a value cannot be cast, and keep what they had committed', async () => {
    await test.produce('numbers', { value: '1' })
    await session.rows('CREATE TABLE ints (v INT)')
    const [row] = await session.rows('INSERT INTO ints SELECT CAST(CAST(val AS STRING) AS INT) FROM numbers')
    await test.gateway.idle()
    await test.produce('numbers', { value: 'x' })
    await test.gateway.idle()
    await expect.poll(() => test.gateway.jobs.existing(row?.slice(3) ?? '').status, { timeout: 10_000 }).toBe('FAILED')
    expect(test.gateway.jobs.existing(row?.slice(3) ?? '').error?.text).toContain("'x'")
    expect(await test.consumed('ints')).toEqual([{ key: null, value: '{"v":1}' }])
  })
})

describe('a poison record', () => {
  const table = (options: string): string => `CREATE TABLE numbers (n INT) WITH ('error-handling.mode' = '${options})`

  it('fails the job, and is named by topic, partition and offset', async () => {
    await session.rows(table("fail'"))
    await test.produce('numbers', { value: '{"n":1}' }, { value: 'no json' })
    await expect(session.rows('SELECT * FROM numbers')).rejects.toThrow('record 1 of numbers-0 cannot be read')
  })

  it('is passed over', async () => {
    await session.rows(table("ignore'"))
    await test.produce('numbers', { value: 'no json' }, { value: '{"n":2}' })
    expect(await session.rows('SELECT * FROM numbers', 1)).toEqual(['+I 2'])
  })

  it('goes to the dead letters', async () => {
    await session.rows(table("log', 'error-handling.log.target' = 'dead'"))
    await session.rows('CREATE TABLE copies (n INT)')
    await session.rows('INSERT INTO copies SELECT n FROM numbers')
    await test.produce('numbers', { key: 'k', value: 'no json' }, { value: '{"n":2}' })
    await test.gateway.idle()
    expect(await test.consumed('copies')).toEqual([{ key: null, value: '{"n":2}' }])
    const [letter] = await test.consumed('dead')
    expect(JSON.parse(letter?.value ?? '')).toMatchObject({
      topic: 'numbers',
      partition: 0,
      offset: 0,
      value: 'bm8ganNvbg==',
    })
  })
})
