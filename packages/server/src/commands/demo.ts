import type { RegisterCommand } from './command.ts'

/** `millrace demo <system>`: starts a platform of its own on free ports, shows one journey, and cleans up. */
export const registerDemo: RegisterCommand = (program, environment) => {
  program
    .command('demo')
    .argument('<system>', 'store')
    .description('one journey through a system, on a platform of its own; prints only what others returned')
    .option('--keep', 'keep the data, and say where they are')
    .action(async (system: string, flags: { keep?: boolean }) => {
      const { runDemo } = await import('../apps/demo.ts')
      await runDemo(system, { keep: flags.keep === true, environment })
    })
}
