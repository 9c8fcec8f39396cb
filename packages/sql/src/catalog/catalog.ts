import { type Position, sqlError } from '../position.ts'
import type { Table, TablePath, View } from './table.ts'

/** Tables that exist without having been created, such as topics. Asked when the catalogue itself knows none. */
export interface TableResolver {
  resolve(path: TablePath): Table | undefined
  list(catalog: string, database: string): readonly string[]
}

const NO_TABLES: TableResolver = { resolve: () => undefined, list: () => [] }

/** Catalogues, databases, tables and views of one session or of the platform. Names tell upper from lower case. */
export class Catalog {
  readonly #objects = new Map<string, Table | View>()
  /** They hide others of the same name. */
  readonly #temporary = new Map<string, Table | View>()
  readonly #databases = new Map<string, Set<string>>()
  readonly #resolver: TableResolver
  catalog: string
  database: string

  constructor(resolver: TableResolver = NO_TABLES, catalog = 'default_catalog', database = 'default_database') {
    this.#resolver = resolver
    this.catalog = catalog
    this.database = database
    this.#databases.set(catalog, new Set([database]))
  }

  /** The full path of a name with one to three parts. */
  path(name: readonly string[]): TablePath {
    const [a = '', b, c] = name
    if (c !== undefined && b !== undefined) return [a, b, c]
    return b === undefined ? [this.catalog, this.database, a] : [this.catalog, a, b]
  }

  find(name: readonly string[]): Table | View | undefined {
    const path = this.path(name)
    const key = path.join('\n')
    return this.#temporary.get(key) ?? this.#objects.get(key) ?? this.#resolver.resolve(path)
  }

  /** @throws Refusal SQL_VALIDATION when there is none */
  existing(name: readonly string[], at?: Position): Table | View {
    const found = this.find(name)
    if (found !== undefined) return found
    const known = this.list()
    const some = known.length === 0 ? 'there are none' : `there are ${known.slice(0, 20).join(', ')}`
    throw sqlError(
      'SQL_VALIDATION',
      `Object '${name.join('.')}' not found in ${this.catalog}.${this.database}: ${some}`,
      at,
    )
  }

  /** @throws Refusal SQL_VALIDATION when it is there already, or its database is not */
  add(object: Table | View, ifNotExists: boolean, at?: Position): void {
    const [catalog, database] = object.path
    if (this.#databases.get(catalog)?.has(database) !== true) {
      throw sqlError('SQL_VALIDATION', `Database ${catalog}.${database} does not exist`, at)
    }
    const key = object.path.join('\n')
    const objects = this.#mapOf(object)
    if (objects.has(key)) {
      if (ifNotExists) return
      throw sqlError('SQL_VALIDATION', `Table (or view) ${object.path.join('.')} already exists`, at)
    }
    objects.set(key, object)
  }

  #mapOf({ temporary }: Table | View): Map<string, Table | View> {
    return temporary === true ? this.#temporary : this.#objects
  }

  /**
   * Puts another definition in the place of one that this catalogue holds.
   *
   * @throws Refusal SQL_VALIDATION for temporary objects, for those of others, and when the new name is taken
   */
  replace(old: Table | View, by: Table | View, at?: Position): void {
    const [from, to] = [old.path.join('\n'), by.path.join('\n')]
    if (this.#objects.get(from) !== old) {
      throw sqlError(
        'SQL_VALIDATION',
        `${old.path.join('.')} is temporary or not of this catalogue: it cannot be altered`,
        at,
      )
    }
    if (from !== to && this.#objects.has(to)) {
      throw sqlError('SQL_VALIDATION', `Table (or view) ${by.path.join('.')} already exists`, at)
    }
    this.#objects.delete(from)
    this.#objects.set(to, by)
  }

  /** @throws Refusal SQL_VALIDATION */
  drop(name: readonly string[], kind: 'table' | 'view', ifExists: boolean, at?: Position): Table | View | undefined {
    const path = this.path(name)
    const found = this.find(name)
    if (found?.kind === kind) {
      this.#mapOf(found).delete(path.join('\n'))
      return found
    }
    if (ifExists) return undefined
    throw sqlError(
      'SQL_VALIDATION',
      `${kind === 'table' ? 'Table' : 'View'} with identifier '${path.join('.')}' does not exist`,
      at,
    )
  }

  createDatabase(name: readonly string[], ifNotExists: boolean, at?: Position): void {
    const [database = '', catalog = this.catalog] = name.toReversed()
    const known = this.#databases.get(catalog) ?? new Set()
    if (known.has(database) && !ifNotExists) throw sqlError('SQL_VALIDATION', `Database ${database} already exists`, at)
    this.#databases.set(catalog, known.add(database))
  }

  dropDatabase(name: readonly string[], ifExists: boolean, at?: Position, cascade = false): void {
    const [database = '', catalog = this.catalog] = name.toReversed()
    const known = this.#databases.get(catalog)?.has(database) ?? false
    if (!known && ifExists) return
    if (!known) throw sqlError('SQL_VALIDATION', `Database ${database} does not exist`, at)
    const inside = [...this.#objects].filter(([, { path }]) => path[0] === catalog && path[1] === database)
    if (inside.length > 0 && !cascade) throw sqlError('SQL_VALIDATION', `Database ${database} is not empty`, at)
    for (const [key] of inside) this.#objects.delete(key)
    this.#databases.get(catalog)?.delete(database)
  }

  /** @throws Refusal SQL_VALIDATION when there is no such catalogue or database */
  use(object: 'catalog' | 'database', name: readonly string[], at?: Position): void {
    const [last = '', catalog = object === 'catalog' ? last : this.catalog] = name.toReversed()
    const databases = this.#databases.get(catalog)
    if (databases === undefined) throw sqlError('SQL_VALIDATION', `Catalog ${catalog} does not exist`, at)
    const database = object === 'catalog' ? ([...databases][0] ?? '') : last
    if (!databases.has(database))
      throw sqlError('SQL_VALIDATION', `Database ${database} does not exist in ${catalog}`, at)
    this.catalog = catalog
    this.database = database
  }

  catalogs(): string[] {
    return [...this.#databases.keys()].toSorted()
  }

  databases(): string[] {
    return [...(this.#databases.get(this.catalog) ?? [])].toSorted()
  }

  /** Names in the current database; `kind` leaves out the others. */
  list(kind?: 'table' | 'view'): string[] {
    const own = [...this.#objects.values(), ...this.#temporary.values()].filter((one) => {
      return one.path[0] === this.catalog && one.path[1] === this.database && (kind === undefined || one.kind === kind)
    })
    const resolved = kind === 'view' ? [] : this.#resolver.list(this.catalog, this.database)
    return [...new Set([...own.map(({ path }) => path[2]), ...resolved])].toSorted()
  }
}
