import { Catalog, type Table, type View } from '@millrace/sql'
import { Refusal } from '@millrace/kernel'
import { type SharedTables, TOPICS_AT } from './shared-tables.ts'
import { isTopicTable } from './topic-table.ts'

/**
 * A session's catalogue: tables with a connector, views and temporary tables are its own, as in Flink's gateway; tables
 * without a connector are topics, and shared.
 */
export class SessionCatalog extends Catalog {
  readonly #shared: SharedTables
  readonly #used = new Map<string, Table | View>()
  #declared: Table[] = []

  constructor(shared: SharedTables) {
    super(shared, TOPICS_AT.catalog, TOPICS_AT.database)
    this.#shared = shared
  }

  override find(name: readonly string[]): Table | View | undefined {
    const found = super.find(name)
    if (found !== undefined) this.#used.set(found.path.join('\n'), found)
    return found
  }

  override add(
    object: Table | View,
    ifNotExists: boolean,
    at?: { readonly line: number; readonly column: number },
  ): void {
    if (object.kind === 'view' || !isTopicTable(object) || !this.#isOfTopics(object)) {
      super.add(object, ifNotExists, at)
      return
    }
    const name = object.path[2]
    const own = super.find(object.path)
    const hides = own !== undefined && (own.kind === 'view' || !isTopicTable(own))
    if (hides || this.#shared.isDeclared(name)) {
      if (ifNotExists) return
      const text = `SQL validation failed: Table (or view) ${object.path.slice(1).join('.')} already exists in Catalog ${object.path[0]}`
      throw new Refusal('SQL_VALIDATION', text)
    }
    this.#shared.declare(object)
    this.#declared.push(object)
  }

  /** Tables of topics that were declared since the last call: they are not durable yet. */
  takeDeclared(): readonly Table[] {
    const declared = this.#declared
    this.#declared = []
    return declared
  }

  /** What statements have looked up since the last call. */
  takeUsed(): readonly (Table | View)[] {
    const used = [...this.#used.values()]
    this.#used.clear()
    return used
  }

  #isOfTopics({ path: [catalog, database] }: Table): boolean {
    return catalog === TOPICS_AT.catalog && database === TOPICS_AT.database
  }
}
