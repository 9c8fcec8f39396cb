import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type TestGateway, type TestSession, startTest } from './fixture.ts'

let test: TestGateway
let session: TestSession
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-files-'))
  test = await startTest()
  session = await test.session()
})
afterEach(async () => {
  await test.stop()
  await rm(folder, { recursive: true })
})

const files = (format: string): string =>
  `'connector' = 'filesystem', 'path' = 'file://${folder}', 'format' = '${format}'`

describe('a filesystem table', () => {
  it('gives the lines of all files in the order of their names, and ends', async () => {
    await writeFile(join(folder, 'b.json'), '{"k":"b","v":2}\n\n{"k":"c","v":3}')
    await writeFile(join(folder, 'a.json'), '{"k":"a","v":1}\r\n')
    await writeFile(join(folder, '_hidden'), 'no json')
    await session.rows(`CREATE TABLE t (k STRING, v INT) WITH (${files('json')})`)
    expect(await session.rows('SELECT * FROM t')).toEqual(['+I a 1', '+I b 2', '+I c 3'])
  })

  it('reads CSV, with windows that close by the rows’ times and at the end', async () => {
    const lines = ['a,1,2026-01-01 00:00:01', 'a,2,2026-01-01 00:00:30', 'b,3,2026-01-01 00:01:10']
    await writeFile(join(folder, 'rows.csv'), lines.join('\n'))
    await session.rows(
      `CREATE TABLE t (k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH (${files('csv')})`,
    )
    const sql = `SELECT k, SUM(v), window_start FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
      GROUP BY k, window_start, window_end`
    expect(await session.rows(sql)).toEqual(['+I a 3 2026-01-01T00:00:00', '+I b 3 2026-01-01T00:01:00'])
  })

  it('takes rows: a file for each epoch, hidden until it is committed', async () => {
    const out = join(folder, 'out')
    await session.rows(
      `CREATE TABLE o (n INT, s STRING) WITH ('connector' = 'filesystem', 'path' = '${out}', 'format' = 'csv')`,
    )
    await session.rows('CREATE TABLE numbers (n INT)')
    await session.rows("INSERT INTO o SELECT n, 'x y' FROM numbers")
    await session.rows('INSERT INTO numbers VALUES (1), (2)')
    await test.gateway.idle()
    test = await test.restart()
    session = await test.session()
    await session.rows('INSERT INTO numbers VALUES (3)')
    await test.gateway.idle()
    const content = async (): Promise<string> => {
      const names = (await readdir(out)).filter((name) => !name.startsWith('.')).toSorted()
      return (await Promise.all(names.map((name) => readFile(join(out, name), 'utf8')))).join('')
    }
    await expect.poll(content, { timeout: 10_000 }).toBe('1,"x y"\n2,"x y"\n3,"x y"\n')
  })

  it('that is not there is named', async () => {
    await session.rows(
      `CREATE TABLE t (k STRING) WITH ('connector' = 'filesystem', 'path' = '${folder}/none', 'format' = 'json')`,
    )
    await expect(session.rows('SELECT * FROM t')).rejects.toThrow("'path' of a filesystem table cannot be read")
  })
})

describe('kafka tables', () => {
  const kafka = (more: string): string => `'connector' = 'kafka', 'topic' = 'orders', 'format' = 'json', ${more}`

  it('on our own servers take the short path, from where the start-up mode says', async () => {
    await test.produce('orders', { value: '{"n":1}', timestamp: 1000 }, { value: '{"n":2}', timestamp: 2000 })
    const own = "'properties.bootstrap.servers' = '127.0.0.1:9092'"
    await session.rows(`CREATE TABLE early (n INT) WITH (${kafka(`${own}, 'scan.startup.mode' = 'earliest-offset'`)})`)
    await session.rows(
      `CREATE TABLE late (n INT) WITH (${kafka(`${own}, 'scan.startup.mode' = 'timestamp', 'scan.startup.timestamp-millis' = '1500'`)})`,
    )
    await session.rows(
      `CREATE TABLE once (n INT) WITH (${kafka(`${own}, 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset'`)})`,
    )
    expect(await session.rows('SELECT * FROM early', 2)).toEqual(['+I 1', '+I 2'])
    expect(await session.rows('SELECT * FROM late', 1)).toEqual(['+I 2'])
    expect(await session.rows('SELECT COUNT(*) FROM once')).toEqual(['+I 1', '-U 1', '+U 2'])
  })

  it('of a topic that is not there are refused with its name', async () => {
    await session.rows(`CREATE TABLE t (n INT) WITH (${kafka("'scan.startup.mode' = 'earliest-offset'")})`)
    await expect(session.rows('SELECT * FROM t')).rejects.toThrow('there is no topic orders')
    await session.rows("CREATE TABLE u (n INT) WITH ('connector' = 'kafka', 'format' = 'json')")
    await expect(session.rows('SELECT * FROM u')).rejects.toThrow('Missing required options are:\n\ntopic')
  })
})

it('a print table keeps its last lines with the job, and a datagen table gives so many rows a second', async () => {
  await session.rows(`CREATE TABLE numbers (n INT, s STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '2',
    'number-of-rows' = '5', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '9', 'fields.s.length' = '3')`)
  await session.rows("CREATE TABLE lines (n INT, s STRING) WITH ('connector' = 'print', 'print-identifier' = 'P')")
  const [row] = await session.rows("INSERT INTO lines SELECT n, 'x' FROM numbers")
  const job = test.gateway.jobs.existing(row?.slice(3) ?? '')
  await test.advance(0)
  expect(job.printed).toEqual(['P> +I[1, x]'])
  await test.advance(1000)
  expect(job.printed).toHaveLength(3)
  await test.advance(5000)
  await expect.poll(() => job.status, { timeout: 10_000 }).toBe('FINISHED')
  expect(job.printed.at(-1)).toBe('P> +I[5, x]')
})
