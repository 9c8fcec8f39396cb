import { Refusal } from '@millrace/kernel'
import { type ConfigDefinition, listItems } from './definition.ts'
import type { ConfigValues } from './layers.ts'

/** What IncrementalAlterConfigs does to one setting (KIP-339); append and subtract are for lists. */
export type ConfigOperation =
  | { readonly kind: 'set'; readonly name: string; readonly value: string }
  | { readonly kind: 'delete'; readonly name: string }
  | { readonly kind: 'append' | 'subtract'; readonly name: string; readonly value: string }

/**
 * The values after the operations, in their order. A list that is appended to begins from `effective`, which Kafka
 * too takes when the resource itself sets nothing.
 *
 * @throws Refusal INVALID_CONFIG when a setting that is no list is appended to.
 */
export function operated(
  current: ConfigValues,
  operations: readonly ConfigOperation[],
  definitions: Readonly<Record<string, ConfigDefinition>>,
  effective: (name: string) => string | null,
): ConfigValues {
  const values = new Map(Object.entries(current))
  for (const operation of operations) {
    const { name } = operation
    switch (operation.kind) {
      case 'set':
        values.set(name, operation.value)
        break
      case 'delete':
        values.delete(name)
        break
      case 'append':
      case 'subtract': {
        checkList(operation.kind, name, definitions)
        const items = listItems(values.get(name) ?? effective(name) ?? '')
        values.set(name, combined(operation.kind, items, listItems(operation.value)).join(','))
        break
      }
    }
  }
  return Object.fromEntries(values)
}

function combined(kind: 'append' | 'subtract', items: readonly string[], given: readonly string[]): string[] {
  if (kind === 'subtract') return items.filter((item) => !given.includes(item))
  return [...items, ...given.filter((item) => !items.includes(item))]
}

function checkList(kind: string, name: string, definitions: Readonly<Record<string, ConfigDefinition>>): void {
  if (Object.hasOwn(definitions, name) && definitions[name]?.type === 'list') return
  throw new Refusal('INVALID_CONFIG', `Can't ${kind.toUpperCase()} to key ${name} because its type is not LIST.`)
}
