import { Refusal } from '@millrace/kernel'
import type { Command } from 'commander'
import type { Environment } from '@millrace/kernel'
import { printJson } from '../output.ts'
import type { RegisterCommand } from '../command.ts'
import { wholeNumber } from '../kafka/produce.ts'
import { type GatewayFlags, type SearchFlags, gatewayFlags, printDone, printItems } from './connection.ts'
import { search, searchFlags, variablesOf, withZeebe } from './connection.ts'

interface ListFlags extends SearchFlags {
  readonly process?: string
  readonly version?: string
  readonly state?: string
  readonly variable?: string[]
}

interface StartFlags extends GatewayFlags {
  readonly variables?: string
  readonly version?: string
}

/** `millrace instances list|show|start|cancel|set`. */
export const registerInstances: RegisterCommand = (program, environment) => {
  const instances = program.command('instances').description('find, show, start and cancel process instances')
  registerList(instances, environment)
  registerShow(instances, environment)
  gatewayFlags(instances.command('start').argument('<process>', 'process id').description('start an instance'))
    .option('--variables <json>', 'an object')
    .option('--version <number>', 'the latest without it')
    .action(async (processId: string, { variables, version, ...flags }: StartFlags) => {
      const which = version === undefined ? {} : { version: wholeNumber(version, '--version') }
      const started = await withZeebe(flags, environment, (zeebe) =>
        zeebe.createInstance({ processId, ...which, variables: variablesOf(variables) }),
      )
      printDone(started, started.processInstanceKey, flags.json)
    })
  gatewayFlags(instances.command('cancel').argument('<key...>').description('cancel instances')).action(
    async (keys: string[], flags: GatewayFlags) => {
      await withZeebe(flags, environment, async (zeebe) => {
        for (const key of keys) {
          await zeebe.cancelInstance(key)
          printDone({ processInstanceKey: key, state: 'TERMINATED' }, `cancelled ${key}`, flags.json)
        }
      })
    },
  )
  gatewayFlags(
    instances.command('set').argument('<key>').argument('<variables>', 'a JSON object').description('set variables'),
  ).action(async (key: string, variables: string, flags: GatewayFlags) => {
    await withZeebe(flags, environment, (zeebe) => zeebe.setVariables(key, variablesOf(variables)))
    printDone({ processInstanceKey: key }, `set in ${key}`, flags.json)
  })
}

function registerList(instances: Command, environment: Environment): void {
  searchFlags(instances.command('list').description('process instances, the latest first'))
    .option('--process <id>', 'of this process')
    .option('--version <number>', 'of this version')
    .option('--state <state>', 'ACTIVE, COMPLETED or TERMINATED')
    .option('--variable <name=json...>', 'that have this variable')
    .action(async (flags: ListFlags) => {
      const filter = {
        processDefinitionId: flags.process,
        processDefinitionVersion: flags.version === undefined ? undefined : wholeNumber(flags.version, '--version'),
        state: flags.state?.toUpperCase(),
        variables: flags.variable?.map(variableFilter),
      }
      const asked = { resource: 'process-instances', sort: 'processInstanceKey', filter }
      const columns = ['processInstanceKey', 'processDefinitionId', 'processDefinitionVersion', 'state', 'hasIncident']
      printItems(await search(flags, environment, asked), [...columns, 'startDate', 'endDate'], flags.json)
    })
}

function variableFilter(pair: string): { readonly name: string; readonly value: string } {
  const at = pair.indexOf('=')
  if (at < 1) throw new Refusal('INVALID_ARGUMENT', `--variable is name=value with a JSON value, not '${pair}'`)
  return { name: pair.slice(0, at), value: pair.slice(at + 1) }
}

/** Of one instance: what it has gone through, its variables and its incidents. */
function registerShow(instances: Command, environment: Environment): void {
  searchFlags(
    instances.command('show').argument('<key>').description('one instance: path, variables, incidents'),
  ).action(async (key: string, flags: SearchFlags) => {
    const of = (resource: string, sort: string) =>
      search(flags, environment, { resource, sort, filter: { processInstanceKey: key } })
    const [instance] = await of('process-instances', 'processInstanceKey')
    if (instance === undefined) throw new Refusal('NOT_FOUND', `there is no process instance ${key}`)
    const elements = (await of('element-instances', 'elementInstanceKey')).toReversed()
    const [variables, incidents] = [await of('variables', 'name'), await of('incidents', 'incidentKey')]
    if (flags.json === true) {
      printJson({ ...instance, elements, variables, incidents })
      return
    }
    printItems([instance], ['processInstanceKey', 'processDefinitionId', 'state', 'startDate', 'endDate'])
    const tables = [
      [elements, ['elementId', 'type', 'state', 'startDate', 'endDate']],
      [variables, ['name', 'value', 'scopeKey']],
      [incidents, ['incidentKey', 'elementId', 'errorType', 'errorMessage', 'state']],
    ] as const
    for (const [items, columns] of tables) {
      if (items.length === 0) continue
      console.log('')
      printItems(items, columns)
    }
  })
}
