import { type SettingName, settings } from '../config/settings.ts'
import { Option } from 'commander'
import type { RegisterCommand } from './command.ts'

/** `millrace start`: the platform in the foreground, until SIGINT or SIGTERM. */
export const registerStart: RegisterCommand = (program, environment) => {
  const command = program.command('start').description('start the platform (also without any command)')
  for (const setting of Object.values(settings)) {
    const flag = 'value' in setting ? `--${setting.flag} ${setting.value}` : `--${setting.flag}`
    const shown = 'default' in setting && setting.default !== false ? ` (${setting.default})` : ''
    const option = new Option(flag, `${setting.help}${shown}`)
    command.addOption(option)
  }
  command.option('--json', 'print one JSON line on stdout when ready')
  command.addHelpText(
    'after',
    '\nEvery setting is also a variable: --kafka is MILLRACE_KAFKA. Port 0 takes a free one.',
  )
  command.action(async (flags: Partial<Record<SettingName, unknown>> & { json?: boolean }) => {
    const { runPlatform } = await import('../platform/run.ts')
    await runPlatform(flags, environment, { json: flags.json === true })
  })
}
