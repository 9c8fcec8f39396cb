import { createHash } from 'node:crypto'
import { Fault } from '@millrace/kernel'
import type { CompiledResource } from './graph/process.ts'
import { Expressions } from './model/expressions.ts'
import { Model } from './model/model.ts'
import type { ModelFault } from './validate/fault.ts'
import { compileProcess } from './compile/process.ts'
import { formatFaults, formatLoops } from './validate/format.ts'
import { readXml } from './xml/read.ts'
import { straightThroughLoops } from './validate/loops.ts'
import { validate } from './validate/index.ts'

/** A file that cannot be deployed. */
export interface ResourceFaults {
  readonly kind: 'faults'
  readonly resourceName: string
  /** All of them; of a file that is no XML the first, its element empty. */
  readonly faults: readonly ModelFault[]
  /** What Zeebe's gateway says of this resource: `'p.bpmn': - Element: t1\n    - ERROR: …\n`. */
  readonly text: string
}

/**
 * Reads, validates and compiles a BPMN file.
 * @param content UTF-8 where it is bytes; `checksum` is of the content as given
 */
export function compileResource(content: string | Uint8Array, resourceName: string): CompiledResource | ResourceFaults {
  const document = readXml(typeof content === 'string' ? content : new TextDecoder().decode(content))
  if (document.kind === 'fault') {
    const fault: ModelFault = { element: '', message: document.message, aspect: 'structure' }
    return { kind: 'faults', resourceName, faults: [fault], text: `'${resourceName}': ${document.message}` }
  }
  const model = new Model(document.root)
  const expressions = new Expressions()
  const faults = validate(model, expressions)
  if (faults.length > 0) {
    const text = formatFaults(resourceName, faults, document.lines)
    const plain = faults.map(({ element, message, aspect }) => ({ element, message, aspect }))
    return { kind: 'faults', resourceName, faults: plain, text }
  }
  const compiled = compiledOf(content, resourceName, model, expressions)
  const loops = straightThroughLoops(compiled.processes)
  return loops.size > 0 ? { kind: 'faults', resourceName, ...formatLoops(resourceName, loops) } : compiled
}

/**
 * Compiles a file that was deployed before, without validating it: rules that were added since do not apply to it.
 *
 * @throws Fault DAMAGED_RESOURCE when it is no XML any more
 */
export function recompileResource(content: string | Uint8Array, resourceName: string): CompiledResource {
  const document = readXml(typeof content === 'string' ? content : new TextDecoder().decode(content))
  if (document.kind === 'fault') throw new Fault('DAMAGED_RESOURCE', `${resourceName}: ${document.message}`)
  return compiledOf(content, resourceName, new Model(document.root), new Expressions())
}

function compiledOf(
  content: string | Uint8Array,
  resourceName: string,
  model: Model,
  expressions: Expressions,
): CompiledResource {
  const processes = model.processes.map((process) => compileProcess(model, process, expressions))
  return { kind: 'compiled', resourceName, checksum: createHash('sha256').update(content).digest('hex'), processes }
}
