import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CaseFile, CaseTable, FlinkCase, Golden } from '../../../packages/sql/test/cases.ts'
import { type GatewayAnswer, GatewaySession } from './gateway.ts'

/** Watermarks move with every row, so that what a statement gives does not hang on how fast its input is read. */
const SETTINGS = {
  'execution.runtime-mode': 'streaming',
  'parallelism.default': '1',
  'pipeline.auto-watermark-interval': '0 ms',
  'table.local-time-zone': 'UTC',
  'table.dml-sync': 'true',
}

/** Runs the cases of a file on a gateway, `abreast` at a time; tables are JSON files in `folder`. */
export async function answersOf(file: CaseFile, gateway: string, folder: string, abreast = 3): Promise<Golden[]> {
  for (const table of file.tables) writeTable(file, table, folder)
  const answers: Golden[] = []
  const waiting = file.cases.map((one, at) => [one, at] as const)
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [one, at] = next
      answers[at] = {
        title: one.title,
        sql: one.statements.join(';\n'),
        ...(await answerOf(file, one, gateway, folder)),
      }
    }
  }
  await Promise.all(Array.from({ length: abreast }, worker))
  return answers
}

/** An INSERT answers with its job's id, which is another each time. */
const isDml = ({ columns, error }: GatewayAnswer): boolean => error === undefined && columns[0]?.[0] === 'job id'
const DONE: GatewayAnswer = { columns: [['result', 'VARCHAR(2147483647)']], rows: [['+I', 'OK']] }

const folderOf = (file: CaseFile, { name }: CaseTable, folder: string): string => join(folder, file.name, name)

function writeTable(file: CaseFile, table: CaseTable, folder: string): void {
  const path = folderOf(file, table, folder)
  mkdirSync(path, { recursive: true })
  writeFileSync(join(path, 'records.json'), table.records.map((record) => `${record}\n`).join(''))
}

async function answerOf(file: CaseFile, one: FlinkCase, gateway: string, folder: string): Promise<GatewayAnswer> {
  const session = await GatewaySession.open(gateway, SETTINGS)
  try {
    const text = one.statements.join(' ')
    for (const table of file.tables.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(text))) {
      const options = `'connector' = 'filesystem', 'path' = 'file://${folderOf(file, table, folder)}', 'format' = 'json'`
      const made = await session.run(`${table.ddl} WITH (${options})`)
      if (made.error !== undefined) throw new Error(`table ${table.name} of ${file.name}: ${made.error}`)
    }
    let answer: GatewayAnswer = { columns: [], rows: [] }
    for (const statement of one.statements) {
      answer = await session.run(statement)
      if (answer.error !== undefined) break
    }
    return isDml(answer) ? DONE : answer
  } finally {
    await session.close()
  }
}
