import type { Element, Flow, Process } from './element.ts'

/** A process that can run: arrays and indexes, no XML. Immutable. */
export interface ExecutableProcess {
  readonly id: string
  readonly name: string | undefined
  readonly versionTag: string | undefined
  /** `elements[0]` is the process itself; parents stand before their children, bodies before their inner activity. */
  readonly elements: readonly [Process, ...Element[]]
  readonly flows: readonly Flow[]
  /** By element id; of a multi-instance activity the body. */
  readonly elementById: ReadonlyMap<string, number>
  readonly flowById: ReadonlyMap<string, number>
}

/** What one BPMN file holds. */
export interface CompiledResource {
  readonly kind: 'compiled'
  readonly resourceName: string
  /** SHA-256 of the file, hex: the same content deployed again is no new version. */
  readonly checksum: string
  /** The executable ones, in the order of the file; at least one. */
  readonly processes: readonly ExecutableProcess[]
}
