import type { Catalog } from '../catalog/catalog.ts'
import type { Plan } from '../plan/plan.ts'

/** What a query may refer to besides its own FROM. */
export interface Environment {
  readonly catalog: Catalog
  /** Common tables of WITH, innermost last. */
  readonly common: ReadonlyMap<string, Plan>
}
