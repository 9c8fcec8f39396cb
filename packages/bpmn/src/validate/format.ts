import type { LocatedFault, ModelFault } from './fault.ts'

/** Zeebe's limit of what one resource's faults may take. */
const TEXT_BYTES = 12 * 1024

/** The faults of one resource as Zeebe's gateway writes them. */
export function formatFaults(resourceName: string, faults: readonly LocatedFault[], lines: number): string {
  const structure = faults.filter(({ aspect }) => aspect === 'structure')
  const expression = faults.filter(({ aspect }) => aspect === 'expression')
  // Of an element with faults of both kinds Zeebe gives those of its expressions.
  const said = new Set(expression.map(({ at }) => at))
  const model = faults.filter(({ aspect, at }) => aspect === 'model' && !said.has(at))
  const rest = [...grouped(model), ...grouped(expression)]
  const written = structure.map(({ message }) => ({ text: `Error: URI=null Line=${lines}: ${message}`, faults: 1 }))
  // A single fault of the structure stands without a line break, as it does in Zeebe.
  const separator = structure.length > 0 && faults.length > 1 ? '\n' : ''
  return `'${resourceName}': ${cut([...written.map((each) => ({ ...each, text: each.text + separator })), ...rest])}`
}

interface Written {
  readonly text: string
  readonly faults: number
}

/** One heading for all faults of an element. */
function grouped(faults: readonly LocatedFault[]): Written[] {
  const groups = Map.groupBy(faults, ({ at }) => at)
  return [...groups].map(([, own]) => ({
    text: `- Element: ${own[0]?.element ?? ''}\n${own.map(({ message }) => `    - ERROR: ${message}\n`).join('')}`,
    faults: own.length,
  }))
}

function cut(parts: readonly Written[]): string {
  let text = ''
  for (const [at, part] of parts.entries()) {
    if (text.length + part.text.length > TEXT_BYTES) {
      const omitted = parts.slice(at).reduce((sum, { faults }) => sum + faults, 0)
      return `${text}and ${omitted} more errors and/or warnings`
    }
    text += part.text
  }
  return text
}

/** Loops are named with their process, in backquotes: so does Zeebe. */
export function formatLoops(
  resourceName: string,
  loops: ReadonlyMap<string, readonly string[]>,
): { readonly faults: readonly ModelFault[]; readonly text: string } {
  const faults = [...loops].map(([element, ids]): ModelFault => {
    const message = `Processes are not allowed to contain a straight-through processing loop: ${ids.join(' > ')}`
    return { element, message, aspect: 'model' }
  })
  const text = faults.map(
    ({ element, message }) => `\`${resourceName}\`: - Process: ${element}\n    - ERROR: ${message}\n`,
  )
  return { faults, text: text.join('') }
}
