import { Refusal } from '@millrace/kernel'
import { apps, loadApp } from '../apps/registry.ts'
import type { RegisterCommand } from './command.ts'

/**
 * `millrace service <system> <service>`: one service of a system alone, configured by its environment as it is by its own
 * `main.ts`. It is what a container runs.
 */
export const registerService: RegisterCommand = (program) => {
  program
    .command('service')
    .argument('<system>', Object.keys(apps).join(', '))
    .argument('<service>', 'as its system names it: `millrace service store products`')
    .description(
      'one service of a system alone, in the foreground; its settings are variables (KAFKA_BROKERS, PORT, …)',
    )
    .action(async (system: string, name: string) => {
      const { services } = await loadApp(system)
      const service = services[name]
      if (service === undefined) {
        const known = Object.keys(services).join(', ')
        throw new Refusal('UNKNOWN_SERVICE', `there is no service ${name} in ${system}; there are ${known}`)
      }
      const { runService } = await import('@millrace/client')
      await runService(service.start, name)
    })
}
