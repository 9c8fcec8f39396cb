import { expect, it } from 'vitest'
import { withDrawing } from './drawing.ts'

const file = (inner: string): string =>
  `<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"><b:process id="p">${inner}</b:process></b:definitions>`

const process = file(`
  <b:startEvent id="start"/><b:sequenceFlow id="f1" sourceRef="start" targetRef="sub"/>
  <b:subProcess id="sub"><b:serviceTask id="in1"/><b:sequenceFlow id="g1" sourceRef="in1" targetRef="in2"/><b:endEvent id="in2"/></b:subProcess>
  <b:boundaryEvent id="late" attachedToRef="sub"/><b:sequenceFlow id="f2" sourceRef="late" targetRef="end"/>
  <b:exclusiveGateway id="way"/><b:sequenceFlow id="f3" sourceRef="sub" targetRef="way"/>
  <b:sequenceFlow id="f4" sourceRef="way" targetRef="end"/><b:sequenceFlow id="f5" sourceRef="way" targetRef="sub"/><b:endEvent id="end"/>`)

/** Bounds by element, as they were written. */
function boundsOf(xml: string): Map<string, { x: number; y: number; width: number; height: number }> {
  const shapes = xml.matchAll(
    /bpmnElement="(\w+)"[^>]*><dc:Bounds x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"\/>/g,
  )
  return new Map(
    Array.from(shapes, ([, id = '', ...bounds]) => {
      const [x = 0, y = 0, width = 0, height = 0] = bounds.map(Number)
      return [id, { x, y, width, height }]
    }),
  )
}

it('draws every node and every flow once, from left to right, loops and subprocesses among them', () => {
  const drawn = withDrawing(process)
  const bounds = boundsOf(drawn)
  expect([...bounds.keys()].toSorted()).toEqual(['end', 'in1', 'in2', 'late', 'start', 'sub', 'way'])
  const flows = [...drawn.matchAll(/BPMNEdge id="(\w+)_made"/g)].map(([, id]) => id)
  expect(flows.toSorted()).toEqual(['f1', 'f2', 'f3', 'f4', 'f5', 'g1'])
  const x = (id: string): number => bounds.get(id)?.x ?? Number.NaN
  expect([x('start') < x('sub'), x('sub') < x('way'), x('way') < x('end')]).toEqual([true, true, true])
})

it('puts what a subprocess holds inside of it, and a boundary event on its border', () => {
  const bounds = boundsOf(withDrawing(process))
  const [sub, inner, late] = ['sub', 'in1', 'late'].map((id) => bounds.get(id))
  if (sub === undefined || inner === undefined || late === undefined) throw new Error('they are drawn')
  expect(inner.x > sub.x && inner.x + inner.width < sub.x + sub.width).toBe(true)
  expect(inner.y > sub.y && inner.y + inner.height < sub.y + sub.height).toBe(true)
  expect(late.y + late.height / 2).toBeCloseTo(sub.y + sub.height)
})

it('leaves a file as it is that has a drawing, or no process', () => {
  const drawn = process.replace('</b:definitions>', '<d:BPMNDiagram xmlns:d="d"/></b:definitions>')
  expect(withDrawing(drawn)).toBe(drawn)
  const empty = '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"></b:definitions>'
  expect(withDrawing(empty)).toBe(empty)
})
