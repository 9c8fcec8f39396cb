import { formatBytes, formatDuration } from '@millrace/ui'

/** The end of Java's long: Kafka's way to say "never". */
const never = '9223372036854775807'

/** What a raw number means: `604800000` is 7 d, `1073741824` is 1.1 GB. Undefined when the value says it itself. */
export function meaningOf(name: string, value: string | null): string | undefined {
  if (value === null || !/^-?\d+$/.test(value)) return undefined
  if (value === never) return 'never'
  const number = Number(value)
  // Tiered storage's settings: whatever the setting without `local.` says.
  if (number === -2) return 'as for the whole topic'
  if (name.endsWith('.ms')) return Math.abs(number) < 1000 && number >= 0 ? undefined : formatDuration(number)
  if (name.endsWith('.bytes')) return Math.abs(number) < 1000 && number >= 0 ? undefined : formatBytes(number)
  return undefined
}
