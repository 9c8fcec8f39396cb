import type { RegisterCommand } from './command.ts'

interface DoctorFlags {
  readonly data?: string
  readonly console?: string
  readonly kafka?: string
  readonly verify?: boolean
  readonly json?: boolean
}

/** `millrace doctor`: what is right, what is wrong, and what to do about it; exit code 1 when something is wrong. */
export const registerDoctor: RegisterCommand = (program, environment, exit) => {
  program
    .command('doctor')
    .description('look at runtime, data directory, ports, Kafka, pages and clock, whether the platform runs or not')
    .option('--data <dir>', 'data directory (MILLRACE_DATA, else ./.millrace)')
    .option('--console <port>', 'port of the console (MILLRACE_CONSOLE, else 8080)')
    .option('--kafka <port>', 'port of the Kafka protocol (MILLRACE_KAFKA, else 9092)')
    .option('--verify', 'read all of the log and compare it with its checksums')
    .option('--json', 'print JSON')
    .action(async ({ verify, json, ...flags }: DoctorFlags) => {
      const { examine } = await import('../doctor/examine.ts')
      const { printJson } = await import('./output.ts')
      const findings = await examine(flags, environment, verify === true)
      const failed = findings.some(({ state }) => state === 'wrong')
      if (json === true) printJson({ ok: !failed, findings })
      else for (const finding of findings) console.log(lineOf(finding))
      if (failed) exit(1)
    })
}

function lineOf({ what, state, detail, advice }: { what: string; state: string; detail: string; advice?: string }) {
  const line = `${state.padEnd(5)}  ${what.padEnd(13)}  ${detail}`
  return advice === undefined ? line : `${line}\n${''.padEnd(22)}-> ${advice}`
}
