import type { RegisterCommand } from '../command.ts'
import { wholeNumber } from '../kafka/produce.ts'
import { type GatewayFlags, type SearchFlags, gatewayFlags, printDone, printItems } from './connection.ts'
import { search, searchFlags, withZeebe } from './connection.ts'

interface ListFlags extends SearchFlags {
  readonly process?: string
  readonly instance?: string
  readonly all?: boolean
}

interface ResolveFlags extends GatewayFlags {
  readonly job?: string
  readonly retries: string
}

/** `millrace incidents list|resolve`. */
export const registerIncidents: RegisterCommand = (program, environment) => {
  const incidents = program.command('incidents').description('find incidents, and resolve them')
  searchFlags(incidents.command('list').description('open incidents, the latest first'))
    .option('--process <id>', 'of this process')
    .option('--instance <key>', 'of this process instance')
    .option('--all', 'those that are resolved too')
    .action(async ({ process, instance, all, ...flags }: ListFlags) => {
      const state = all === true ? undefined : 'ACTIVE'
      const filter = { processDefinitionId: process, processInstanceKey: instance, state }
      const asked = { resource: 'incidents', sort: 'incidentKey', filter }
      const columns = [
        'incidentKey',
        'processDefinitionId',
        'elementId',
        'errorType',
        'errorMessage',
        'jobKey',
        'state',
      ]
      printItems(await search(flags, environment, asked), columns, flags.json)
    })
  gatewayFlags(incidents.command('resolve').argument('<key>').description('try again where it stands'))
    .option('--job <key>', 'the job it is about: it is given retries first')
    .option('--retries <count>', 'how many', '1')
    .action(async (incidentKey: string, { job, retries, ...flags }: ResolveFlags) => {
      await withZeebe(flags, environment, async (zeebe) => {
        if (job !== undefined) await zeebe.updateRetries(job, wholeNumber(retries, '--retries'))
        await zeebe.resolveIncident(incidentKey)
      })
      printDone({ incidentKey, state: 'RESOLVED' }, `resolved ${incidentKey}`, flags.json)
    })
}
