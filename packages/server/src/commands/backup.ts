import type { RegisterCommand } from './command.ts'

interface BackupFlags {
  readonly data?: string
  readonly console?: string
  readonly json?: boolean
}

/** `millrace backup`: a copy of the log that can be restored, taken while the platform runs or while it does not. */
export const registerBackup: RegisterCommand = (program, environment) => {
  program
    .command('backup <directory>')
    .description('copy everything durable into a new directory, also while the platform runs')
    .option('--data <dir>', 'data directory (MILLRACE_DATA, else ./.millrace)')
    .option('--console <port or URL>', 'console of the platform that runs on it (MILLRACE_CONSOLE, else 8080)')
    .option('--json', 'print one JSON line when it is done')
    .action(async (directory: string, flags: BackupFlags) => {
      const { backUp } = await import('../backup/back-up.ts')
      const { printJson } = await import('./output.ts')
      const { megabytes, progressLine } = await import('../backup/progress-line.ts')
      const line = progressLine('backed up', flags.json !== true)
      const done = await backUp({
        data: flags.data ?? environment['MILLRACE_DATA'] ?? './.millrace',
        console: flags.console ?? environment['MILLRACE_CONSOLE'] ?? '8080',
        directory,
        progress: line.tell,
      })
      line.end()
      if (flags.json === true) printJson(done)
      else console.log(`${done.files} files, ${megabytes(done.bytes)} MB, in ${done.directory}`)
    })
}
