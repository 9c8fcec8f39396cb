import type { RegisterCommand } from '../command.ts'
import { wholeNumber } from '../kafka/produce.ts'
import { type GatewayFlags, type SearchFlags, gatewayFlags, printDone, printItems } from './connection.ts'
import { search, searchFlags, variablesOf, withZeebe } from './connection.ts'

interface PublishFlags extends GatewayFlags {
  readonly key: string
  readonly id?: string
  readonly ttl: string
  readonly variables?: string
}

/** `millrace messages publish|list|waiting`. */
export const registerMessages: RegisterCommand = (program, environment) => {
  const messages = program.command('messages').description('publish messages, and see who waits for them')
  gatewayFlags(messages.command('publish').argument('<name>').description('publish a message'))
    .option('--key <text>', 'correlation key', '')
    .option('--id <text>', 'a second one with the same id is refused')
    .option('--ttl <ms>', 'how long it waits for an instance', '0')
    .option('--variables <json>', 'an object')
    .action(async (name: string, { key, id, ttl, variables, ...flags }: PublishFlags) => {
      const timeToLiveMs = wholeNumber(ttl, '--ttl')
      const message = { name, correlationKey: key, timeToLiveMs, variables: variablesOf(variables) }
      const messageKey = await withZeebe(flags, environment, (zeebe) =>
        zeebe.publishMessage(id === undefined ? message : { ...message, messageId: id }),
      )
      printDone({ messageKey }, messageKey, flags.json)
    })
  searchFlags(messages.command('list').description('messages, the latest first'))
    .option('--name <name>', 'of this name')
    .option('--key <text>', 'with this correlation key')
    .action(async ({ name, key, ...flags }: SearchFlags & { readonly name?: string; readonly key?: string }) => {
      const asked = { resource: 'messages', sort: 'messageKey', filter: { name, correlationKey: key } }
      const columns = ['messageKey', 'name', 'correlationKey', 'state', 'correlations', 'publishDate']
      printItems(await search(flags, environment, asked), columns, flags.json)
    })
  searchFlags(messages.command('waiting').description('what waits for a message now'))
    .option('--name <name>', 'for this message')
    .action(async ({ name: messageName, ...flags }: SearchFlags & { readonly name?: string }) => {
      const filter = { messageName, messageSubscriptionState: 'CREATED' }
      const asked = { resource: 'message-subscriptions', sort: 'messageSubscriptionKey', filter }
      const columns = ['messageName', 'correlationKey', 'processDefinitionId', 'processInstanceKey', 'elementId']
      printItems(await search(flags, environment, asked), columns, flags.json)
    })
}
