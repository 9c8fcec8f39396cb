import type { Wire } from '../resource/entity.ts'
import { type ModelName, modelOf } from './models.ts'
import { ShellError } from './shell-error.ts'
import type { StoreClient } from './store-client.ts'
import { type EntityValue, type RecordValue, type Value, camelCase, isList, nameOf, snakeCase } from './values.ts'

export const MODEL_METHODS = ['create', 'list', 'retrieve'] as const
export const ENTITY_METHODS = ['save', 'delete'] as const
export const LIST_METHODS = ['first', 'last', 'length', 'size', 'count'] as const

/** `object.name` without arguments: an attribute when it has one of that name, else a call. */
export function memberOf(object: Value, name: string, client: StoreClient): Value | Promise<Value> {
  if (isEntity(object)) {
    const attribute = camelCase(name)
    if (modelOf(object.model).attributes.includes(attribute)) return asValue(object.attributes[attribute])
  }
  if (isRecord(object) && Object.hasOwn(object.entries, name)) return object.entries[name] ?? null
  return callMethod(object, name, [], client)
}

export async function callMethod(
  object: Value,
  name: string,
  args: readonly Value[],
  client: StoreClient,
): Promise<Value> {
  if (isList(object)) return ofList(object, name)
  if (isEntity(object)) return ofEntity(object, name, client)
  if (typeof object === 'object' && object?.kind === 'model') return ofModel(object.model, name, args, client)
  throw new ShellError(`${nameOf(object)} has no ${name}`)
}

/** `puts x` and `p x`, which the Ruby shell's users have at hand. */
export function callFunction(name: string, args: readonly Value[]): Value {
  if ((name === 'puts' || name === 'p') && args.length === 1) return args[0] ?? null
  throw new ShellError(`there is no ${name} here; type help`)
}

export function setAttribute(object: Value, name: string, value: Value): Value {
  if (!isEntity(object)) throw new ShellError(`${nameOf(object)} has no attributes that can be set`)
  const attribute = camelCase(name)
  const known = modelOf(object.model).attributes
  if (!known.includes(attribute))
    throw new ShellError(`a ${object.model} has no ${name}; it has ${known.map(snakeCase).join(', ')}`)
  if (attribute === 'id') throw new ShellError('an id cannot be changed')
  object.attributes[attribute] = plain(value)
  return value
}

async function ofModel(model: ModelName, name: string, args: readonly Value[], client: StoreClient): Promise<Value> {
  switch (name) {
    case 'create':
      return entity(model, await client.create(model, attributesOf(model, args)))
    case 'list':
    case 'all':
      return (await client.list(model)).map((each) => entity(model, each))
    case 'retrieve': {
      const [id] = args
      if (args.length !== 1 || typeof id !== 'string' || id === '')
        throw new ShellError(`${model}.retrieve takes an id, such as ${model}.retrieve('id123')`)
      return entity(model, await client.retrieve(model, id))
    }
    default:
      throw new ShellError(`${model} has no ${name}; it has ${MODEL_METHODS.join(', ')}`)
  }
}

async function ofEntity(object: EntityValue, name: string, client: StoreClient): Promise<Value> {
  const id = object.attributes['id'] as string
  switch (name) {
    case 'save': {
      Object.assign(object.attributes, await client.save(object.model, id, object.attributes))
      return object
    }
    case 'delete': {
      await client.remove(object.model, id)
      object.deleted = true
      return object
    }
    default: {
      const names = [...modelOf(object.model).attributes.map(snakeCase), ...ENTITY_METHODS]
      throw new ShellError(`a ${object.model} has no ${name}; it has ${names.join(', ')}`)
    }
  }
}

function ofList(list: readonly Value[], name: string): Value {
  switch (name) {
    case 'first':
      return list[0] ?? null
    case 'last':
      return list.at(-1) ?? null
    case 'length':
    case 'size':
    case 'count':
      return list.length
    default:
      throw new ShellError(`a list has no ${name}; it has ${LIST_METHODS.join(', ')}, and [number]`)
  }
}

function attributesOf(model: ModelName, args: readonly Value[]): Wire {
  const [given] = args
  const names = modelOf(model).attributes.slice(1).map(snakeCase).join(', ')
  if (args.length !== 1 || given === undefined || !isRecord(given))
    throw new ShellError(`${model}.create takes names and values: ${names}`)
  return Object.fromEntries(Object.entries(given.entries).map(([name, value]) => [camelCase(name), plain(value)]))
}

function entity(model: ModelName, attributes: Wire): EntityValue {
  return { kind: 'entity', model, attributes: { ...attributes }, deleted: false }
}

const isEntity = (value: Value): value is EntityValue =>
  typeof value === 'object' && !Array.isArray(value) && (value as EntityValue | null)?.kind === 'entity'
const isRecord = (value: Value): value is RecordValue =>
  typeof value === 'object' && !Array.isArray(value) && (value as RecordValue | null)?.kind === 'record'

function asValue(given: unknown): Value {
  return typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean' ? given : null
}

/** What goes over the wire; a service says what is wrong with it. */
function plain(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(plain)
  if (value.kind === 'record')
    return Object.fromEntries(Object.entries(value.entries).map(([name, each]) => [name, plain(each)]))
  throw new ShellError(
    `${nameOf(value)} is no value for an attribute; its id is${value.kind === 'entity' ? ' one' : ' not known'}`,
  )
}
