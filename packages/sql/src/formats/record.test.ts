import { DELETE, INSERT, UPDATE_AFTER } from '@millrace/dataflow'
import { describe, expect, it } from 'vitest'
import { sessionWith } from '../../test/run.ts'
import type { Table } from '../catalog/table.ts'
import { DECIMAL_TAG } from '../types/decimal.ts'
import { recordReader, recordWriter } from './record.ts'

const tableOf = (sql: string): Table => sessionWith(sql).catalog.existing(['t']) as Table
const bytes = (text: string): Uint8Array => Buffer.from(text)
const record = (key: string | null, value: string | null) => ({
  key: key === null ? null : bytes(key),
  value: value === null ? null : bytes(value),
  timestamp: 5,
  topic: 'x',
  partition: 0,
  offset: 7,
})
const texts = ({ key, value }: { key: Uint8Array | null; value: Uint8Array | null }): unknown[] => {
  return [key, value].map((one) => one && Buffer.from(one).toString())
}

describe('records', () => {
  it('of a table with a key of one string have it raw, and all columns in the value', () => {
    const write = recordWriter(
      tableOf('CREATE TABLE t (orderid STRING, status INT, `timestamp` BIGINT, PRIMARY KEY (orderid) NOT ENFORCED)'),
    )
    expect(texts(write(INSERT, ['0a1b', 100, 17]))).toEqual(['0a1b', '{"orderid":"0a1b","status":100,"timestamp":17}'])
    expect(texts(write(DELETE, ['0a1b', 100, 17]))).toEqual(['0a1b', null])
  })

  it('of upsert-kafka have a JSON key, and deletes without a value', () => {
    const table = tableOf(`CREATE TABLE t (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED)
      WITH ('connector' = 'upsert-kafka', 'key.format' = 'json', 'value.format' = 'json')`)
    expect(texts(recordWriter(table)(UPDATE_AFTER, ['a', 2n ** 60n]))).toEqual([
      '{"k":"a"}',
      '{"k":"a","n":1152921504606846976}',
    ])
    const read = recordReader(table)
    expect(read(record('{"k":"a"}', '{"k":"a","n":2}'))).toEqual({ kind: UPDATE_AFTER, row: ['a', 2] })
    expect(read(record('{"k":"a"}', '{"k":"a","n":1152921504606846977}'))?.row).toEqual(['a', 2n ** 60n + 1n])
    expect(read(record('{"k":"a"}', null))).toEqual({ kind: DELETE, row: ['a', null] })
  })

  it('give raw columns and metadata', () => {
    const table =
      tableOf(`CREATE TABLE t (\`key\` BYTES, val STRING, at TIMESTAMP_LTZ(3) METADATA FROM 'timestamp', \`offset\` BIGINT METADATA VIRTUAL)
      WITH ('connector' = 'kafka', 'key.format' = 'raw', 'key.fields' = 'key', 'value.format' = 'raw', 'value.fields-include' = 'EXCEPT_KEY')`)
    expect(recordReader(table)(record('k', 'v'))).toEqual({ kind: INSERT, row: [bytes('k'), 'v', 5, 7] })
    expect(recordReader(table)(record('k', null))?.row[1]).toBeNull()
  })

  it('that cannot be read are named, or left out when the table says so', () => {
    const options = "'connector' = 'kafka', 'format' = 'json'"
    const strict = recordReader(tableOf(`CREATE TABLE t (n INT) WITH (${options})`))
    expect(() => strict(record(null, '{"n":"x"}'))).toThrow('record 7 of x-0 cannot be read')
    const lax = recordReader(tableOf(`CREATE TABLE t (n INT) WITH (${options}, 'json.ignore-parse-errors' = 'true')`))
    expect(lax(record(null, 'no json'))).toBeUndefined()
  })

  it('with a number beyond the range of its column cannot be read', () => {
    const read = recordReader(tableOf("CREATE TABLE t (n INT) WITH ('format' = 'json')"))
    for (const n of [2_147_483_647, -2_147_483_648]) expect(read(record(null, `{"n":${n}}`))?.row).toEqual([n])
    for (const n of ['2147483648', '-2147483649', '3000000000', '9007199254740993']) {
      expect(() => read(record(null, `{"n":${n}}`))).toThrow(`cannot cast '${n}' to INT`)
    }
  })

  it('of CSV have their fields by position, quoted where they must be', () => {
    const table = tableOf(
      "CREATE TABLE t (a INT, b STRING, c DOUBLE) WITH ('format' = 'csv', 'csv.null-literal' = 'n/a')",
    )
    const read = recordReader(table)
    expect(read(record(null, '1,"x, ""y""",2.5'))?.row).toEqual([1, 'x, "y"', 2.5])
    expect(read(record(null, ',n/a,'))?.row).toEqual([null, null, null])
    expect(() => read(record(null, '1,x'))).toThrow('2 fields, and the table has 3')
    expect(() => read(record(null, 'one,x,1'))).toThrow('record 7 of x-0')
    expect(texts(recordWriter(table)(INSERT, [1, 'x, "y"', null]))[1]).toBe('1,"x, ""y""",n/a')
  })

  it('hold times without zeros at the end, and instants with Z', () => {
    const table = tableOf("CREATE TABLE t (a TIMESTAMP(3), b TIMESTAMP_LTZ(3), c TIME(0)) WITH ('format' = 'json')")
    const at = Date.UTC(2026, 0, 1, 10, 0, 0, 500)
    const written = '{"a":"2026-01-01 10:00:00.5","b":"2026-01-01 10:00:00.5Z","c":"00:00:01"}'
    expect(texts(recordWriter(table)(INSERT, [at, at, 1000]))[1]).toBe(written)
    expect(recordReader(table)(record(null, written))?.row).toEqual([at, at, 1000])
    const iso = '{"a":"2026-01-01T10:00:00.5","b":"2026-01-01T10:00:00.5Z","c":"00:00:01"}'
    expect(recordReader(table)(record(null, iso))?.row).toEqual([at, at, 1000])
  })

  it('have decimals as Flink writes them: without zeros, tens with an exponent, or plain', () => {
    const ddl = (more: string): string =>
      `CREATE TABLE t (a DECIMAL(10, 2), b DECIMAL(10, 2)) WITH ('connector' = 'kafka', 'format' = 'json'${more})`
    const row = [DECIMAL_TAG.read('1500'), DECIMAL_TAG.read('0.5')]
    expect(texts(recordWriter(tableOf(ddl('')))(INSERT, row))[1]).toBe('{"a":1.5E+3,"b":0.5}')
    const plain = ddl(", 'json.encode.decimal-as-plain-number' = 'true'")
    expect(texts(recordWriter(tableOf(plain))(INSERT, row))[1]).toBe('{"a":1500.00,"b":0.50}')
  })

  it('of an unknown format are refused', () => {
    expect(() => recordReader(tableOf("CREATE TABLE t (n INT) WITH ('format' = 'avro')"))).toThrow("format 'avro'")
  })
})
