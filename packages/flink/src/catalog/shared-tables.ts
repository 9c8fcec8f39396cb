import { type Broker, type Journal, type Topic, isInternalTopic } from '@millrace/broker'
import { Refusal } from '@millrace/kernel'
import { type Table, type TablePath, type TableResolver, showCreate } from '@millrace/sql'
import { rawTopicTable, tableOf, withRowtime } from './topic-table.ts'

/** Where topics are found as tables. */
export const TOPICS_AT = { catalog: 'default_catalog', database: 'default_database' } as const

const KEY = 'table/'

interface Definition {
  readonly table: Table
  /** A topic that is made again under the name is another one, and has no columns of ours. Not there while it is made. */
  readonly topicId: string | undefined
}

/** A table's definition as the journal keeps it. */
interface Entry {
  readonly ddl: string
  readonly topicId: string
}

/**
 * The tables of the default catalogue: every topic is one (Confluent's mapping), CREATE TABLE makes the topic and says
 * its columns, DROP TABLE deletes it. Shared by all sessions and kept over restarts.
 */
export class SharedTables implements TableResolver {
  readonly #broker: Broker
  readonly #journal: Journal
  readonly #definitions = new Map<string, Definition>()

  /** `entries` is what the journal holds. @throws Refusal when a definition cannot be read any more */
  constructor(broker: Broker, journal: Journal, entries: ReadonlyMap<string, object>) {
    this.#broker = broker
    this.#journal = journal
    for (const [key, value] of entries) {
      if (!key.startsWith(KEY)) continue
      const { ddl, topicId } = value as Entry
      this.#definitions.set(key.slice(KEY.length), { table: tableOf(ddl), topicId })
    }
  }

  resolve(path: TablePath): Table | undefined {
    if (!isHere(path)) return undefined
    const name = path[2]
    return this.#declared(name)?.table ?? (this.#topic(name) === undefined ? undefined : rawTopicTable(path))
  }

  list(catalog: string, database: string): readonly string[] {
    if (catalog !== TOPICS_AT.catalog || database !== TOPICS_AT.database) return []
    return this.#broker.topics.list().flatMap(({ name }) => (isOurs(name) ? [] : [name]))
  }

  /** Whether the columns of a table have been declared; a topic that has none yet may get some. */
  isDeclared(name: string): boolean {
    return this.#declared(name) !== undefined
  }

  /** Takes a definition in, at once; `create` makes it durable. */
  declare(table: Table): void {
    this.#definitions.set(table.path[2], { table: withRowtime(table), topicId: undefined })
  }

  /** Takes back a definition that was not made durable. */
  undeclare({ path }: Table): void {
    this.#definitions.delete(path[2])
  }

  /**
   * Makes the topic of a declared table, unless it is there, and keeps the definition.
   *
   * @throws Refusal of the topics (a name that no topic can have)
   */
  async create({ path, primaryKey, options }: Table): Promise<void> {
    const name = path[2]
    const definition = this.#definitions.get(name)
    if (definition === undefined) return
    try {
      const topic = this.#topic(name) ?? (await this.#broker.topics.create(topicSpec(name, primaryKey, options)))
      const entry: Entry = { ddl: showCreate(definition.table, true), topicId: topic.id }
      await this.#journal.write([{ key: `${KEY}${name}`, value: entry }])
      this.#definitions.set(name, { table: definition.table, topicId: topic.id })
    } catch (error) {
      this.#definitions.delete(name)
      throw error
    }
  }

  /** Deletes the topic of a table with all that is in it. @throws Refusal TOPIC_DELETION_DISABLED */
  async drop(name: string): Promise<void> {
    if (this.#definitions.delete(name)) await this.#journal.write([{ key: `${KEY}${name}`, value: null }])
    const topic = this.#topic(name)
    if (topic !== undefined) await this.#broker.topics.delete(topic)
  }

  #declared(name: string): Definition | undefined {
    const found = this.#definitions.get(name)
    if (found === undefined || found.topicId === undefined) return found
    return this.#broker.topics.get(name)?.id === found.topicId ? found : undefined
  }

  #topic(name: string): Topic | undefined {
    return isOurs(name) ? undefined : this.#broker.topics.get(name)
  }
}

function isHere([catalog, database]: TablePath): boolean {
  return catalog === TOPICS_AT.catalog && database === TOPICS_AT.database
}

/** Topics in which the platform keeps its own state are no tables. */
function isOurs(name: string): boolean {
  return isInternalTopic(name) || name.startsWith('__')
}

function topicSpec(name: string, primaryKey: readonly string[], options: Readonly<Record<string, string>>) {
  const partitions = options['topic.partitions'] ?? '-1'
  if (!/^(-1|[1-9]\d{0,4})$/.test(partitions)) {
    throw new Refusal('SQL_VALIDATION', `'topic.partitions' is a number from 1 on, not '${partitions}'`)
  }
  const cleanup = options['kafka.cleanup-policy'] ?? (primaryKey.length > 0 ? 'compact' : 'delete')
  return {
    name,
    partitionCount: Number(partitions),
    replicationFactor: -1,
    assignments: [],
    configs: [{ name: 'cleanup.policy', value: cleanup.replace('-', ',') }],
  }
}
