import { describe, expect, it } from 'vitest'
import type { ExecutableProcess } from './process.ts'
import { compileResource } from '../resource.ts'
import { processes } from '../../testdata/processes.ts'

/** The graph as data: expressions by their texts. */
const shown = ({ elementById, flowById, ...process }: ExecutableProcess): string =>
  `${JSON.stringify(
    { ...process, elementById: [...elementById], flowById: [...flowById] },
    (key, value: unknown) => (key === 'compiled' ? undefined : value),
    1,
  )}\n`

describe('the graph is the golden one of', () => {
  it.each(Object.entries(processes))('%s', async (name, builder) => {
    const compiled = compileResource(builder.toXml(), 'p.bpmn')
    if (compiled.kind === 'faults') throw new Error(compiled.text)
    const file = `../../testdata/graphs/${name.replaceAll(' ', '-')}.txt`
    await expect(compiled.processes.map(shown).join('')).toMatchFileSnapshot(file)
  })
})
