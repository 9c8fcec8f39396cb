import { Refusal } from '@millrace/kernel'
import type { RegisterCommand } from './command.ts'

interface RestoreFlags {
  readonly data?: string
  readonly json?: boolean
}

/** `millrace restore`: a new data directory from a backup. */
export const registerRestore: RegisterCommand = (program) => {
  program
    .command('restore <directory>')
    .description('make a new data directory from a backup, and compare every byte with its manifest')
    .option('--data <new dir>', 'data directory to make: it has to be new or empty')
    .option('--json', 'print one JSON line when it is done')
    .action(async (directory: string, flags: RestoreFlags) => {
      const { resolve } = await import('node:path')
      const { restoreBackup } = await import('../backup/restore-backup.ts')
      const { megabytes, progressLine } = await import('../backup/progress-line.ts')
      const { printJson } = await import('./output.ts')
      if (flags.data === undefined) throw new Refusal('NO_DATA', 'name the data directory to make: --data <new dir>')
      const data = resolve(flags.data)
      const line = progressLine('restored', flags.json !== true)
      const { lsn, takenAt, files } = await restoreBackup(resolve(directory), data, line.tell)
      line.end()
      const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
      if (flags.json === true) printJson({ data, lsn, takenAt, files: files.length, bytes })
      else {
        console.log(`${files.length} files, ${megabytes(bytes)} MB, as of ${takenAt}, in ${data}`)
        console.log(`start on it: millrace start --data ${data}`)
      }
    })
}
