/** An entity as the services answer it. */
export interface StoredEntity {
  readonly id: string
  readonly [field: string]: unknown
}

export type Kind = 'products' | 'customers' | 'purchases'

export const KINDS: readonly Kind[] = ['products', 'customers', 'purchases']

/** Entities by id. */
export type Shelf = ReadonlyMap<string, StoredEntity>

/** What the services have acknowledged: the state that must survive. */
export class Books {
  readonly #shelves: Record<Kind, Map<string, StoredEntity>> = {
    products: new Map(),
    customers: new Map(),
    purchases: new Map(),
  }
  writes = 0

  set(kind: Kind, entity: StoredEntity): void {
    this.#shelves[kind].set(entity.id, entity)
    this.writes++
  }

  remove(kind: Kind, id: string): void {
    this.#shelves[kind].delete(id)
    this.writes++
  }

  shelf(kind: Kind): Shelf {
    return this.#shelves[kind]
  }

  /** Any entity of a kind, chosen by a draw; undefined when there is none. */
  any(kind: Kind, draw: number): StoredEntity | undefined {
    const all = [...this.#shelves[kind].values()]
    return all[draw % Math.max(1, all.length)]
  }
}

/** How `found` differs from what was acknowledged, in words. */
export function differences(where: string, expected: Shelf, found: Shelf): string[] {
  const texts: string[] = []
  for (const [id, entity] of expected) {
    const other = found.get(id)
    if (other === undefined) texts.push(`${where}: ${id} was acknowledged and is not there`)
    else if (canonical(other) !== canonical(entity))
      texts.push(`${where}: ${id} is ${canonical(other)}, acknowledged was ${canonical(entity)}`)
  }
  for (const id of found.keys()) {
    if (!expected.has(id)) texts.push(`${where}: ${id} is there, and was deleted or never acknowledged`)
  }
  return texts
}

const canonical = (entity: StoredEntity): string =>
  JSON.stringify(Object.entries(entity).toSorted(([a], [b]) => (a < b ? -1 : 1)))
