import type { Environment } from '@millrace/kernel'
import { Command, CommanderError } from 'commander'
import { reportError } from './report.ts'
import { registry } from './index.ts'

/** Exit codes that scripts can rely on. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const

/** Runs one command; resolves to the exit code. `start` resolves when the platform has stopped. */
export async function runCommandLine(args: readonly string[], environment: Environment): Promise<number> {
  const program = new Command('millrace')
    .description('An event-driven platform in one process: Kafka log, BPMN engine, streaming SQL, CloudEvents broker')
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
    .showSuggestionAfterError()
  let code: number = EXIT.ok
  for (const register of registry) {
    register(program, environment, (failed) => {
      code = failed
    })
  }
  try {
    await program.parseAsync([...(startsWithCommand(args) ? args : ['start', ...args])], { from: 'user' })
    return code
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.ok : EXIT.usage
    reportError(thrown)
    return EXIT.failed
  }
}

/** `millrace --kafka 0` is `millrace start --kafka 0`; `millrace --help` is the help of all commands. */
function startsWithCommand(args: readonly string[]): boolean {
  const [first] = args
  return first !== undefined && (!first.startsWith('-') || ['-h', '--help', '-V', '--version'].includes(first))
}
