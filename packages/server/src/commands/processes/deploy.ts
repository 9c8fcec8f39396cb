import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { printRows } from '../output.ts'
import type { RegisterCommand } from '../command.ts'
import { type GatewayFlags, gatewayFlags, withZeebe } from './connection.ts'

/** `millrace deploy <file…>`: all of them in one deployment, or none. */
export const registerDeploy: RegisterCommand = (program, environment) => {
  gatewayFlags(
    program.command('deploy').argument('<file...>', 'BPMN files').description('deploy processes: all files or none'),
  ).action(async (files: string[], flags: GatewayFlags) => {
    const read = files.map(async (file) => ({ name: basename(file), content: await readFile(file) }))
    const resources = await Promise.all(read)
    const processes = await withZeebe(flags, environment, (zeebe) => zeebe.deploy(resources))
    const rows = processes.map(({ processId, version, processDefinitionKey, resourceName }) => ({
      processId,
      version,
      processDefinitionKey,
      resourceName,
    }))
    printRows(rows, flags.json === true)
  })
}
