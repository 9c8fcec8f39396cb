import type { RegisterCommand } from '../command.ts'
import { wholeNumber } from '../kafka/produce.ts'
import { type GatewayFlags, type SearchFlags, gatewayFlags, printDone, printItems } from './connection.ts'
import { search, searchFlags, withZeebe } from './connection.ts'

interface ListFlags extends SearchFlags {
  readonly type?: string
  readonly state?: string
  readonly instance?: string
}

/** `millrace jobs list|retries`. */
export const registerJobs: RegisterCommand = (program, environment) => {
  const jobs = program.command('jobs').description('find jobs, and give them retries')
  searchFlags(jobs.command('list').description('jobs, the latest first'))
    .option('--type <type>', 'of this type')
    .option('--state <state>', 'CREATED, COMPLETED, FAILED, TIMED_OUT, CANCELED, ERROR_THROWN or RETRIES_UPDATED')
    .option('--instance <key>', 'of this process instance')
    .action(async ({ type, state, instance, ...flags }: ListFlags) => {
      const filter = { type, state: state?.toUpperCase(), processInstanceKey: instance }
      const columns = [
        'jobKey',
        'type',
        'state',
        'retries',
        'worker',
        'elementId',
        'processInstanceKey',
        'errorMessage',
      ]
      printItems(await search(flags, environment, { resource: 'jobs', sort: 'jobKey', filter }), columns, flags.json)
    })
  gatewayFlags(
    jobs.command('retries').argument('<key>').argument('<count>').description('set the retries that a job has left'),
  ).action(async (jobKey: string, count: string, flags: GatewayFlags) => {
    const retries = wholeNumber(count, '<count>')
    await withZeebe(flags, environment, (zeebe) => zeebe.updateRetries(jobKey, retries))
    printDone({ jobKey, retries }, `job ${jobKey} has ${retries} retries`, flags.json)
  })
}
