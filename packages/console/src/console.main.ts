import { messageOf, systemClocks, systemRandom } from '@millrace/kernel'
import { startConsole } from './server/start.ts'

const line = (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`)
const log = { debug: () => undefined, info: line, warn: line, error: line }

try {
  const service = await startConsole(process.env, { clocks: systemClocks(), random: systemRandom, log })
  process.stdout.write(`console  ${service.urls['console']}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void service.stop())
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
}
