import { describe, expect, it } from 'vitest'
import { pathOf, walk } from './element.ts'
import { readXml } from './read.ts'

const BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
const file = (inner: string): string => `<definitions ${BPMN}>${inner}</definitions>`
const message = (text: string): string => {
  const read = readXml(text)
  return read.kind === 'fault' ? read.message : 'read'
}

describe('XML is refused', () => {
  it.each([
    ['that is none', 'hello', 'Fatal Error: URI=null Line=1: Content is not allowed in prolog.'],
    ['that is empty', ' \n', 'Fatal Error: URI=null Line=1: Premature end of file.'],
    ['with a DOCTYPE', `<!DOCTYPE a>${file('')}`, 'Fatal Error: URI=null Line=1: DOCTYPE is disallowed.'],
    [
      'with entities of its own, before they are read',
      `<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]>${file('&d;')}`,
      'Fatal Error: URI=null Line=1: DOCTYPE is disallowed.',
    ],
    [
      'with an entity that there is none of',
      file('&nbsp;'),
      'Fatal Error: URI=null Line=1: The entity "&nbsp;" was referenced, but not declared.',
    ],
    ['whose tags do not match', file('\n<task>'), 'Fatal Error: URI=null Line=2: Closing tag mismatch.'],
    ['that ends early', `<definitions ${BPMN}>`, 'Fatal Error: URI=null Line=1: Unexpected end of file.'],
    [
      'with a namespace that is not declared',
      file('<x:y/>'),
      'Fatal Error: URI=null Line=1: Missing namespace on <x:y>.',
    ],
    [
      'with an attribute twice',
      file('<task id="a" id="b"/>'),
      'Fatal Error: URI=null Line=1: Attribute <id> already defined.',
    ],
    [
      'with a reference to no character',
      file('&#0;'),
      'Fatal Error: URI=null Line=1: A character reference gives a character that XML does not allow.',
    ],
    [
      'with a character that XML has not',
      file('\u0001'),
      'Fatal Error: URI=null Line=1: The file holds a character that XML does not allow.',
    ],
    [
      'with two roots',
      `${file('')}${file('')}`,
      'Fatal Error: URI=null Line=1: The markup in the document following the root element must be well-formed.',
    ],
    [
      'in another encoding',
      `<?xml version="1.0" encoding="ISO-8859-1"?>${file('')}`,
      "Fatal Error: URI=null Line=1: The encoding 'ISO-8859-1' is not supported: a file must be in UTF-8.",
    ],
    [
      'with an element in no namespace',
      file('').replaceAll('definitions', 'b:definitions').replace('xmlns', 'xmlns:b').replace('></', '><x/></'),
      "Fatal Error: URI=null Line=1: Element 'x' is in no namespace.",
    ],
    [
      'of another kind',
      '<h:html xmlns:h="http://h"/>',
      "Fatal Error: URI=null Line=1: The root element must be 'definitions' of BPMN 2.0 (xmlns=http://www.omg.org/spec/BPMN/20100524/MODEL).",
    ],
  ])('%s', (_, text, expected) => expect(message(text)).toBe(expected))

  it('of a million nested elements', () => {
    expect(message(`<definitions ${BPMN}>${'<a>'.repeat(1_000_000)}`)).toContain('nested at most 256 deep')
  })
  it('of too many elements', () => expect(message(file('<a/>'.repeat(100_000)))).toContain('at most 100000 elements'))
  it('of 50 MB', () => expect(message(file(' '.repeat(50_000_000)))).toContain('longer than 4194304 bytes'))
})

describe('XML is read', () => {
  it('whatever its prefixes, without what is of other vendors', () => {
    const text = `<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:z="http://camunda.org/schema/zeebe/1.0" xmlns:o="http://other"><b:task id="t" o:x="1"><o:y><b:task id="hidden"/></o:y><b:extensionElements><z:input source="&lt;&#65;&amp;"/></b:extensionElements>te<![CDATA[<x>]]>t </b:task></b:definitions>`
    const read = readXml(text)
    if (read.kind === 'fault') throw new Error(read.message)
    const all = [...walk(read.root)]
    expect(all.map(({ tag }) => tag)).toEqual([
      'bpmn:definitions',
      'bpmn:task',
      'bpmn:extensionElements',
      'zeebe:input',
    ])
    expect(all[1]?.text).toBe('te<x>t')
    expect(all[3]?.attributes.get('source')).toBe('<A&')
    expect(all.map(pathOf)).toEqual(['definitions', 't', 't > extensionElements', 't > extensionElements > input'])
  })

  it('with a byte order mark and a declaration', () => {
    expect(message(`\uFEFF<?xml version="1.0"?>\n${file('')}`)).toBe('read')
  })
})
