import { writeFileSync } from 'node:fs'
import { tempDir } from '@millrace/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseFiles, goldenFile, goldenOf } from '../../../packages/sql/test/cases.ts'
import { differenceOf } from '../../../packages/sql/test/compare.ts'
import { differences } from '../../../packages/sql/test/differences.ts'
import { type SqlEngine, startFlink, startMillrace } from './engines.ts'
import { answersOf } from './gateway-cases.ts'

const files = caseFiles()
const recording = process.env['RECORD_FLINK'] === '1'
const folder = tempDir('flink-cases-')
afterAll(() => folder.remove())

/** The recorded answers, against real Flink again and against our gateway; RECORD_FLINK=1 writes them anew. */
describe('real Flink', () => {
  let flink: SqlEngine
  beforeAll(async () => void (flink = await startFlink()))
  afterAll(() => flink.stop())

  it.each(files)('answers to $name as recorded', async (file) => {
    const answers = await answersOf(file, flink.gateway, folder.path)
    if (recording) writeFileSync(goldenFile(file.name), answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''))
    const golden = goldenOf(file.name)
    const wrong = file.cases.flatMap((one, at) => {
      const [answer, recorded] = [answers[at], golden.get(one.title)]
      const difference = answer && recorded && differenceOf(one, answer, recorded)
      return difference === undefined ? [] : [`${one.title}: ${difference}`]
    })
    expect(wrong).toEqual([])
  })
})

/** The platform's own topics are tables too, so that these list more. */
const WITH_TOPICS = new Set(['ddl/SHOW TABLES', 'ddl/ALTER TABLE RENAME'])

describe('our gateway', () => {
  let millrace: SqlEngine
  beforeAll(async () => void (millrace = await startMillrace()))
  afterAll(() => millrace.stop())

  it.each(files)('answers to $name as real Flink did', async (file) => {
    const golden = goldenOf(file.name)
    const answers = await answersOf(file, millrace.gateway, folder.path)
    const wrong = file.cases.flatMap((one, at) => {
      const [answer, recorded] = [answers[at], golden.get(one.title)]
      const name = `${file.name}/${one.title}`
      if (answer === undefined || recorded === undefined) return []
      if (differences.has(name) || WITH_TOPICS.has(name)) return []
      const difference = differenceOf(one, answer, recorded)
      return difference === undefined ? [] : [`${one.title}: ${difference}`]
    })
    expect(wrong).toEqual([])
  })
})
