import { describe, expect, it } from 'vitest'
import { compileResource, process, recompileResource } from './index.ts'
import { below, seededRandom } from '@millrace/kernel'
import { file } from '../testdata/rejections.ts'
import { mutated } from '../testdata/mutations.ts'
import { processes } from '../testdata/processes.ts'

const small = process('p').startEvent().endEvent().toXml()

const faultsOf = (xml: string): readonly string[] => {
  const compiled = compileResource(xml, 'p.bpmn')
  return compiled.kind === 'faults' ? compiled.faults.map(({ element, message }) => `${element}: ${message}`) : []
}

describe('a resource', () => {
  it('has the same checksum when its content is the same, as text or bytes', () => {
    const [first, second] = [
      compileResource(small, 'a.bpmn'),
      compileResource(new TextEncoder().encode(small), 'b.bpmn'),
    ]
    expect(first.kind === 'compiled' && first.checksum).toMatch(/^[0-9a-f]{64}$/)
    expect(second).toMatchObject({ kind: 'compiled', checksum: first.kind === 'compiled' ? first.checksum : '' })
  })

  it('has its executable processes, with names and version tags', () => {
    const xml = process('p', { name: 'Pay', versionTag: '1.2' }).startEvent().endEvent().toXml()
    const two = xml.replace('</bpmn:definitions>', '<bpmn:process id="draft" isExecutable="false"/></bpmn:definitions>')
    const compiled = compileResource(two, 'p.bpmn')
    const [only, ...more] = compiled.kind === 'compiled' ? compiled.processes : []
    expect([only?.id, only?.name, only?.versionTag, more]).toEqual(['p', 'Pay', '1.2', []])
  })

  it('is refused with every fault in one answer', () => {
    const xml = file(
      '<bpmn:startEvent id="s"/><bpmn:serviceTask id="a"/><bpmn:receiveTask id="b"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="gone"/>',
    )
    expect(faultsOf(xml)).toEqual([
      "f: cvc-id.1: There is no ID/IDREF binding for IDREF 'gone'.",
      "a: Must have exactly one 'zeebe:taskDefinition' extension element",
      'b: Must reference a message',
    ])
  })

  it('is refused with a text of 12 KB at most, which says how much more there is', () => {
    const compiled = compileResource(file('<bpmn:startEvent id="s"/>' + tasks(1000)), 'p.bpmn')
    if (compiled.kind === 'compiled') throw new Error('compiled')
    expect(compiled.faults).toHaveLength(1000)
    expect(compiled.text.length).toBeLessThan(12_400)
    expect(compiled.text).toMatch(/and \d{3} more errors and\/or warnings$/)
  })
})

const tasks = (count: number): string =>
  Array.from({ length: count }, (_, index) => `<bpmn:serviceTask id="t${index}"/>`).join('')

describe('what would be ignored is refused:', () => {
  it.each([
    [
      'an extension out of place',
      '<bpmn:task id="t"><zeebe:taskDefinition type="x"/></bpmn:task>',
      "t > taskDefinition: cvc-complex-type.2.4.a: Element 'zeebe:taskDefinition' must stand in 'bpmn:extensionElements'.",
    ],
    [
      'text between elements',
      'text',
      "p: cvc-complex-type.2.3: Element 'bpmn:process' cannot have character [children], because the type's content type is element-only.",
    ],
    [
      'a boolean that is none',
      '<bpmn:startEvent id="t" isInterrupting="no"/>',
      "t: cvc-datatype-valid.1.2.1: 'no' is not a valid value for 'boolean'.",
    ],
    [
      'an outgoing flow that is not there',
      '<bpmn:task id="t"><bpmn:outgoing>gone</bpmn:outgoing></bpmn:task>',
      't: Unable to find a model element instance for id gone',
    ],
    [
      'two mappings of one element',
      '<bpmn:task id="t"><bpmn:extensionElements><zeebe:ioMapping/><zeebe:ioMapping/></bpmn:extensionElements></bpmn:task>',
      "t > extensionElements: Element 'zeebe:ioMapping' must be there once, not 2 times",
    ],
    [
      'an element without id',
      '<bpmn:task/>',
      "p > task: cvc-complex-type.4: Attribute 'id' must appear on element 'task'.",
    ],
    [
      'an id that is no name',
      '<bpmn:task id="1 a"/>',
      "1 a: cvc-datatype-valid.1.2.1: '1 a' is not a valid value for 'NCName'.",
    ],
  ])('%s', (_, inner, fault) => expect(faultsOf(file(`<bpmn:startEvent id="s"/>${inner}`))).toContain(fault))

  it('an element beside the processes that does not belong there', () => {
    expect(faultsOf(file('<bpmn:startEvent id="s"/>', '<bpmn:massage id="m"/>'))).toEqual([
      "m: cvc-complex-type.2.4.a: Element 'bpmn:massage' must not stand in 'bpmn:definitions'.",
    ])
  })
})

describe('what does not run here is refused, never ignored', () => {
  const task = (attributes: string, inner: string): string =>
    file(`<bpmn:startEvent id="s"/><bpmn:task id="t" ${attributes}>${inner}</bpmn:task>`)
  const extended = (inner: string): string => `<bpmn:extensionElements>${inner}</bpmn:extensionElements>`
  it.each([
    [
      'execution listeners',
      task(
        '',
        extended(
          '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="x"/></zeebe:executionListeners>',
        ),
      ),
      't: Execution listeners are not supported yet',
    ],
    [
      'task listeners',
      file(
        `<bpmn:startEvent id="s"/><bpmn:userTask id="t">${extended('<zeebe:taskListeners><zeebe:taskListener eventType="creating" type="x"/></zeebe:taskListeners>')}</bpmn:userTask>`,
      ),
      't: Task listeners are not supported yet',
    ],
    ['compensation handlers', task('isForCompensation="true"', ''), 't: Compensation handlers are not supported yet'],
    [
      'compensation events',
      file(
        '<bpmn:startEvent id="s"/><bpmn:intermediateThrowEvent id="t"><bpmn:compensateEventDefinition id="c"/></bpmn:intermediateThrowEvent>',
      ),
      't: Compensation events are not supported yet',
    ],
    [
      'standard loops',
      task('', '<bpmn:standardLoopCharacteristics/>'),
      't: Standard loops are not supported: use a multi-instance activity, or a gateway that leads back',
    ],
    [
      'messages that Zeebe itself would publish',
      file(
        `<bpmn:startEvent id="s"/><bpmn:sendTask id="t" messageRef="m">${extended('<zeebe:publishMessage correlationKey="=k"/>')}</bpmn:sendTask>`,
        '<bpmn:message id="m" name="n"/>',
      ),
      "t: 'zeebe:publishMessage' is not supported yet: use a 'zeebe:taskDefinition', whose worker publishes the message",
    ],
    [
      'flows out of a subprocess',
      file(
        '<bpmn:startEvent id="s"/><bpmn:task id="a"/><bpmn:subProcess id="sub"><bpmn:startEvent id="ss"/></bpmn:subProcess><bpmn:sequenceFlow id="f" sourceRef="ss" targetRef="a"/>',
      ),
      'f: A sequence flow must start at an element of its own process or subprocess',
    ],
    [
      'error start events of processes',
      file('<bpmn:startEvent id="s"><bpmn:errorEventDefinition id="e"/></bpmn:startEvent>'),
      'p: Start events of a process must be one of: none, message, timer or signal',
    ],
    [
      'throw events of what only catches',
      file(
        '<bpmn:startEvent id="s"/><bpmn:intermediateThrowEvent id="t"><bpmn:timerEventDefinition id="d"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateThrowEvent>',
      ),
      't: Intermediate throw events must be one of: none, message, signal, escalation or link',
    ],
    [
      'flows into event subprocesses',
      file(
        '<bpmn:startEvent id="s"/><bpmn:subProcess id="t" triggeredByEvent="true"><bpmn:startEvent id="ss"><bpmn:timerEventDefinition id="d"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:startEvent></bpmn:subProcess><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>',
      ),
      't: Event subprocesses must not have incoming or outgoing sequence flows',
    ],
  ])('%s', (_, xml, fault) => expect(faultsOf(xml)).toContain(fault))
})

describe('hostile files end in an answer', () => {
  const texts = Object.values(processes).map((builder) => builder.toXml())
  const SEEDS = 1500

  it(`whatever is changed in them (seeds 1 to ${SEEDS})`, () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = seededRandom(seed)
      const xml = mutated(texts[below(random, texts.length)] ?? '', random)
      const answer = (): string => compileResource(xml, 'p.bpmn').kind
      expect(answer, `seed ${seed}`).not.toThrow()
    }
  })

  it('a chain of thousands of tasks compiles, and leads to no loop', () => {
    const chain = Array.from({ length: 5000 }, (_, index) => index)
    const xml = file(
      `<bpmn:startEvent id="t0"/>${chain.map((at) => `<bpmn:task id="t${at + 1}"/><bpmn:sequenceFlow id="f${at}" sourceRef="t${at}" targetRef="t${at + 1}"/>`).join('')}`,
    )
    expect(compileResource(xml, 'p.bpmn').kind).toBe('compiled')
  })

  it('a gateway of thousands of flows compiles', () => {
    const flows = Array.from({ length: 5000 }, (_, index) => index)
    const xml = file(
      `<bpmn:startEvent id="s"/><bpmn:parallelGateway id="g">${flows.map((at) => `<bpmn:outgoing>f${at}</bpmn:outgoing>`).join('')}</bpmn:parallelGateway><bpmn:endEvent id="e"/>${flows.map((at) => `<bpmn:sequenceFlow id="f${at}" sourceRef="g" targetRef="e"/>`).join('')}`,
    )
    expect(compileResource(xml, 'p.bpmn').kind).toBe('compiled')
  })

  it('more joins than can be compiled are refused', () => {
    const gateways = Array.from({ length: 3000 }, (_, index) => index)
    const xml = file(
      `<bpmn:startEvent id="s"/>${gateways.map((at) => `<bpmn:inclusiveGateway id="g${at}"/><bpmn:sequenceFlow id="a${at}" sourceRef="s" targetRef="g${at}"/><bpmn:sequenceFlow id="b${at}" sourceRef="s" targetRef="g${at}"/>`).join('')}`,
    )
    expect(faultsOf(xml)).toEqual(['p: The process has more joining inclusive gateways than can be compiled'])
  })

  it('more expressions than can be read in reasonable time are refused', () => {
    const sum = 'a + '.repeat(1000)
    const scripts = Array.from(
      { length: 70 },
      (_, at) =>
        `<bpmn:scriptTask id="t${at}"><bpmn:extensionElements><zeebe:script expression="=&quot;${sum}${at}&quot;" resultVariable="r"/></bpmn:extensionElements></bpmn:scriptTask>`,
    )
    expect(faultsOf(file(`<bpmn:startEvent id="s"/>${scripts.join('')}`))).toContain(
      't69 > extensionElements > script: A file has at most 10000 different expressions, of 262144 characters together.',
    )
  })

  it('an expression that is nested too deep is refused', () => {
    const xml = process('p')
      .startEvent()
      .scriptTask('t', { expression: `=${'('.repeat(5000)}1`, resultVariable: 'r' })
    expect(faultsOf(xml.toXml())[0]).toContain('nested more than 200 deep')
  })
})

it('compiles what was deployed before without the rules of today', () => {
  // Two ways out, and neither says when.
  const drawn = process('p').startEvent().exclusiveGateway('g').endEvent('a').moveTo('g').endEvent('b')
  const xml = drawn.toXml()
  expect(compileResource(xml, 'p.bpmn').kind).toBe('faults')
  expect(recompileResource(xml, 'p.bpmn').processes.map(({ id }) => id)).toEqual(['p'])
  expect(() => recompileResource('<no', 'p.bpmn')).toThrow(expect.objectContaining({ code: 'DAMAGED_RESOURCE' }))
})
