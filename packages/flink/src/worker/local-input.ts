import { END_OF_TIME, type Graph, type Kind, type Row, SourceWatermark } from '@millrace/dataflow'
import type { JobSource } from '@millrace/sql'
import { durationMs } from '../results/duration.ts'
import type { LocalSource } from './sources/local-source.ts'

const SPLIT = 'all'

/** A table of a job whose rows are made or read in the worker itself. */
export class LocalInput {
  readonly source: LocalSource
  readonly #table: JobSource
  readonly #graph: Graph
  #watermark: SourceWatermark
  #ended = false

  constructor(
    table: JobSource,
    source: LocalSource,
    graph: Graph,
    settings: Readonly<Record<string, string>>,
    now: number,
  ) {
    this.#table = table
    this.source = source
    this.#graph = graph
    const idle = settings['table.exec.source.idle-timeout']
    this.#watermark = new SourceWatermark([SPLIT], now, idle === undefined ? 0 : durationMs(idle))
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Gives some rows; whether there are more at once, and whether any came. */
  pull(now: number): { readonly more: boolean; readonly some: boolean } {
    if (this.#ended) return { more: false, some: false }
    let some = false
    const more = this.source.pull(now, (kind: Kind, row: Row) => {
      some = true
      this.#graph.push(this.#table.node, kind, row)
      const mark = this.#table.watermark?.(row)
      if (typeof mark !== 'number') return
      this.#watermark.observe(SPLIT, mark, now)
      this.move(now)
    })
    if (!more && this.source.ended) {
      some = true
      this.#ended = true
      this.#graph.watermark(this.#table.node, END_OF_TIME)
    }
    return { more, some }
  }

  /** Moves the watermark as far as the rows say; whether it has moved. */
  move(now: number): boolean {
    const moved = this.#watermark.move(now)
    if (moved !== undefined) this.#graph.watermark(this.#table.node, moved)
    return moved !== undefined
  }

  follow(now: number): void {
    this.#watermark.follow(now)
  }

  due(now: number): number | undefined {
    const [rows, idle] = [this.source.due(now), this.#watermark.due()]
    return rows === undefined || idle === undefined ? (rows ?? idle) : Math.min(rows, idle)
  }

  snapshot(): unknown {
    return { source: this.source.snapshot(), watermark: this.#watermark.snapshot(), ended: this.#ended }
  }

  restore(state: unknown): void {
    const { source, watermark, ended } = state as { source: unknown; watermark: unknown; ended: boolean }
    this.source.restore(source)
    this.#watermark.restore(watermark)
    this.#ended = ended
  }
}
