import { ENTITY_METHODS, LIST_METHODS, MODEL_METHODS } from './methods.ts'
import { modelOf, models } from './models.ts'
import { type Value, isList, snakeCase } from './values.ts'

/** What could stand at the end of `line`: candidates, and the part of the line that each would replace. */
export function complete(line: string, variables: ReadonlyMap<string, Value>): [candidates: string[], part: string] {
  const member = /([A-Za-z_$][\w$]*)\.(\w*)$/u.exec(line)
  if (member !== null) {
    const [, object = '', begun = ''] = member
    return [membersOf(object, variables).filter((name) => name.startsWith(begun)), begun]
  }
  const argument = /(Product|Customer|Purchase)\.create[ (]\W*(?:.*[,{]\s*)?(\w*)$/u.exec(line)
  if (argument !== null) {
    const [, model = '', begun = ''] = argument
    const names = modelOf(model as keyof typeof models).attributes.filter(
      (name) => name !== 'id' && name !== 'transactionDate',
    )
    const open = names.map(snakeCase).filter((name) => !line.includes(`${name}:`) && name.startsWith(begun))
    if (open.length > 0) return [open.map((name) => `${name}: `), begun]
  }
  const begun = /[A-Za-z_$][\w$]*$/u.exec(line)?.[0] ?? ''
  const words = [...Object.keys(models), ...variables.keys(), 'help', 'exit']
  return [words.filter((word) => word.startsWith(begun)), begun]
}

function membersOf(object: string, variables: ReadonlyMap<string, Value>): readonly string[] {
  if (Object.hasOwn(models, object)) return MODEL_METHODS
  const value = variables.get(object)
  if (value === undefined || value === null || typeof value !== 'object') return []
  if (isList(value)) return LIST_METHODS
  switch (value.kind) {
    case 'entity':
      return [...modelOf(value.model).attributes.map(snakeCase), ...ENTITY_METHODS]
    case 'record':
      return Object.keys(value.entries)
    case 'model':
      return MODEL_METHODS
  }
}
