import { type Graph, decodeState, encodeState } from '@millrace/dataflow'
import { Fault } from '@millrace/kernel'
import { DECIMAL_TAG } from '@millrace/sql'
import type { TableRange } from '../jobs/messages.ts'
import type { JobInputs } from './job-inputs.ts'

/** What a job is made of, as far as it keeps anything. */
export interface Keepers {
  readonly graph: Graph
  readonly inputs: JobInputs
}

interface Saved {
  /** Names of the operators: a state fits no other plan. */
  readonly operators: readonly string[]
  readonly graph: readonly unknown[]
  readonly readers: readonly { readonly range: TableRange; readonly watermark: unknown }[]
  readonly locals: readonly unknown[]
}

/** Bytes of one record of state. */
const CHUNK_BYTES = 1024 * 1024

/** The whole state of a job between two records, in chunks. */
export function saveState({ graph, inputs }: Keepers): Uint8Array[] {
  const saved: Saved = {
    operators: namesOf(graph),
    graph: graph.snapshot(),
    readers: inputs.readers.map(({ range, watermark }) => ({ range, watermark: watermark.snapshot() })),
    locals: inputs.locals.map((local) => local.snapshot()),
  }
  const bytes = encodeState(saved, [DECIMAL_TAG])
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    chunks.push(new Uint8Array(bytes.subarray(at, at + CHUNK_BYTES)))
  }
  return chunks
}

/** @throws Fault STATE_FORMAT, STATE_CORRUPT, STATE_OF_ANOTHER_PLAN */
export function restoreState({ graph, inputs }: Keepers, bytes: Uint8Array): void {
  const saved = decodeState(bytes, [DECIMAL_TAG]) as Saved
  const [before, now] = [saved.operators.join(', '), namesOf(graph).join(', ')]
  if (before !== now) {
    throw new Fault(
      'STATE_OF_ANOTHER_PLAN',
      `the job was checkpointed as [${before}] and this version plans it as [${now}]: drop it and insert anew`,
    )
  }
  graph.restore(saved.graph)
  inputs.readers.forEach((reader, at) => {
    const one = saved.readers[at]
    if (one === undefined) return
    // What is absent comes back as null.
    reader.range = { starts: one.range.starts, ends: one.range.ends ?? undefined }
    reader.watermark.restore(one.watermark)
  })
  inputs.locals.forEach((local, at) => local.restore(saved.locals[at]))
}

function namesOf(graph: Graph): string[] {
  return graph.counts().map(({ name }) => name)
}
