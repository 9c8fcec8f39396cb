import { Refusal } from '@millrace/kernel'

/** What a scope is about, and what its names are. */
export const RESOURCES = {
  topics: 'name of a topic',
  groups: 'name of a consumer group',
  transactions: 'transactional id',
  processes: 'id of a BPMN process',
  statements: 'name of a session of the SQL Gateway',
  brokers: 'namespace/name of a broker of events',
  platform: 'console, clock, inbox, metrics, audit, keys',
} as const

export type Resource = keyof typeof RESOURCES

/** `read` looks, `write` adds and works, `manage` makes, alters and deletes. */
export const OPERATIONS = ['read', 'write', 'manage'] as const

export type Operation = (typeof OPERATIONS)[number]

/** Leave to do some operations to the resources whose name is, or begins with, what the pattern says. */
export interface Scope {
  readonly resource: Resource
  /** A name; one that ends with `*` stands for all that begin so. */
  readonly pattern: string
  readonly operations: readonly Operation[]
}

const TEXT = /^(\*|[a-z]+):([^\s:]{1,249}):([a-z,]+|\*)$/u
const ALL = '*'

/** The scopes of who may do everything; `admin` is short for them. */
export const ADMIN: readonly Scope[] = scopesOf('*:*:*')

/**
 * `topics:orders.*:read,write`; `*` stands for every resource, name or operation, and `admin` for `*:*:*`.
 *
 * @throws Refusal INVALID_SCOPE
 */
export function scopesOf(text: string): readonly Scope[] {
  const match = TEXT.exec(text === 'admin' ? '*:*:*' : text)
  if (match === null) throw invalid(text, 'it is resource:name:operations, such as topics:orders.*:read,write')
  const [, resource = '', pattern = '', operations = ''] = match
  const resources = resource === ALL ? (Object.keys(RESOURCES) as Resource[]) : [resourceOf(resource, text)]
  const allowed = operations === ALL ? OPERATIONS : operations.split(',').map((one) => operationOf(one, text))
  if (pattern.indexOf(ALL) !== -1 && pattern.indexOf(ALL) !== pattern.length - 1) {
    throw invalid(text, 'a * stands at the end of a name')
  }
  return resources.map((one) => ({ resource: one, pattern, operations: [...new Set(allowed)] }))
}

export const scopeText = ({ resource, pattern, operations }: Scope): string =>
  `${resource}:${pattern}:${operations.length === OPERATIONS.length ? ALL : operations.join(',')}`

/** Whether a scope's pattern covers a name. */
export function covers(pattern: string, name: string): boolean {
  return pattern.endsWith(ALL) ? name.startsWith(pattern.slice(0, -1)) : pattern === name
}

function resourceOf(name: string, text: string): Resource {
  if (Object.hasOwn(RESOURCES, name)) return name as Resource
  throw invalid(text, `a resource is one of ${Object.keys(RESOURCES).join(', ')}`)
}

function operationOf(name: string, text: string): Operation {
  const found = OPERATIONS.find((operation) => operation === name)
  if (found === undefined) throw invalid(text, `an operation is one of ${OPERATIONS.join(', ')}`)
  return found
}

const invalid = (text: string, right: string): Refusal =>
  new Refusal('INVALID_SCOPE', `the scope ${JSON.stringify(text.slice(0, 300))} is none: ${right}`)
