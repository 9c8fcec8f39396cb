import { describe, expect, it } from 'vitest'
import { compileResource } from '../resource.ts'
import { rejections } from '../../testdata/rejections.ts'
import zeebe from '../../testdata/rejections.json' with { type: 'json' }

/** Where ours is not Zeebe's text, and why. */
const differences: Readonly<Record<string, string>> = {
  'a timer with two times':
    'Zeebe gives the first complaint of the XML schema; ours says what a timer must have, and where.',
}

const said: Readonly<Record<string, string>> = zeebe

const textOf = (xml: string): string => {
  const compiled = compileResource(xml, 'p.bpmn')
  return compiled.kind === 'compiled' ? 'OK' : compiled.text
}

/** Zeebe gives the elements, and the faults of one, in no order that one could rely on. */
const unordered = (text: string): readonly string[] =>
  text
    .split(/(?=- Element)/)
    .map((group) => group.trimEnd().split('\n').toSorted().join('\n'))
    .toSorted()

describe('a file is refused in the words of Zeebe 8.6 when it has', () => {
  it.each(Object.keys(rejections).filter((name) => !(name in differences)))('%s', (name) => {
    expect(unordered(textOf(rejections[name] ?? ''))).toEqual(unordered(said[name] ?? ''))
    expect(textOf(rejections[name] ?? '')).not.toBe('OK')
  })
})

describe('a file is refused in words of our own when it has', () => {
  it.each(Object.keys(differences))('%s', (name) => {
    expect(textOf(rejections[name] ?? '')).not.toBe('OK')
    expect(textOf(rejections[name] ?? '')).not.toBe(said[name])
  })
})
