import { Refusal } from '@millrace/kernel'

/** Kafka's types of a setting; the numbers are those of DescribeConfigs (KIP-569). */
export const CONFIG_TYPES = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
} as const

export type ConfigType = keyof typeof CONFIG_TYPES

/** One known setting. Values are text everywhere, as in the protocol, until a reader parses them. */
export interface ConfigDefinition {
  readonly name: string
  readonly type: ConfigType
  /** null: not set. */
  readonly default: string | null
  readonly doc: string
  readonly atLeast?: number
  readonly atMost?: number
  readonly oneOf?: readonly string[]
  /** Name of the broker's setting that gives a topic's its default (`log.retention.ms` for `retention.ms`). */
  readonly synonym?: string
  /** Whether a running broker takes a change; topics' settings all do. */
  readonly dynamic?: boolean
}

/** int64's largest: Kafka's way to say "never". */
export const LONG_MAX = '9223372036854775807'

/** Keeps the names as literal types, so that a reader of a setting that does not exist fails to compile. */
export function definitionTable<const Name extends string>(
  definitions: readonly (ConfigDefinition & { readonly name: Name })[],
): { readonly [Key in Name]: ConfigDefinition } {
  const table: Partial<Record<Name, ConfigDefinition>> = {}
  for (const definition of definitions) table[definition.name] = definition
  return table as Record<Name, ConfigDefinition>
}

const WIDTH_BITS = { short: 16n, int: 32n, long: 64n } as const

/**
 * Checks one value, with the texts of Kafka's `ConfigDef`.
 *
 * @throws Refusal INVALID_CONFIG
 */
export function checkConfigValue(definition: ConfigDefinition, value: string): void {
  const wrong = faultOf(definition, value.trim())
  if (wrong !== undefined) {
    throw new Refusal('INVALID_CONFIG', `Invalid value ${value} for configuration ${definition.name}: ${wrong}`)
  }
}

/** The items of a value of type `list`. */
export function listItems(value: string): string[] {
  const trimmed = value.trim()
  return trimmed === '' ? [] : trimmed.split(',').map((item) => item.trim())
}

function faultOf(definition: ConfigDefinition, value: string): string | undefined {
  switch (definition.type) {
    case 'boolean':
      return /^(true|false)$/i.test(value) ? undefined : 'Expected value to be either true or false'
    case 'short':
    case 'int':
    case 'long':
      return integerFault(definition, definition.type, value)
    case 'double':
      return value === '' || Number.isNaN(Number(value))
        ? 'Not a number of type DOUBLE'
        : rangeFault(definition, Number(value))
    case 'list':
      return choiceFault(definition, listItems(value))
    case 'string':
    case 'class':
    case 'password':
      return choiceFault(definition, [value])
  }
}

function integerFault(definition: ConfigDefinition, type: keyof typeof WIDTH_BITS, text: string): string | undefined {
  const notOne = `Not a number of type ${type.toUpperCase()}`
  if (!/^[+-]?\d{1,20}$/.test(text)) return notOne
  const value = BigInt(text.replace('+', ''))
  const edge = 1n << (WIDTH_BITS[type] - 1n)
  if (value < -edge || value >= edge) return notOne
  return rangeFault(definition, Number(value))
}

function rangeFault({ atLeast, atMost }: ConfigDefinition, value: number): string | undefined {
  if (atLeast !== undefined && value < atLeast) return `Value must be at least ${atLeast}`
  if (atMost !== undefined && value > atMost) return `Value must be no more than ${atMost}`
  return undefined
}

function choiceFault({ oneOf }: ConfigDefinition, items: readonly string[]): string | undefined {
  if (oneOf === undefined || items.every((item) => oneOf.includes(item))) return undefined
  return `String must be one of: ${oneOf.join(', ')}`
}
