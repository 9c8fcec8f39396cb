import { process } from '@millrace/bpmn'
import { type Cases, cancel, complete, once, resolve, setVariables, start, take, throwError, time } from '../case.ts'

const job = (id: string, type = 'a') => ({ type: `${id}-${type}` })
const out = { inputElement: 'item', outputCollection: 'out', outputElement: '=r' }
const each = (id: string, loop: object) =>
  process(id)
    .startEvent()
    .serviceTask('t', { ...job(id), loop: { inputCollection: '=items', ...loop } })
    .endEvent()

/** Multi-instance. */
export const loops: Cases = {
  'instances side by side collect what each gives': (id) =>
    once(each(id, out), { items: ['a', 'b'] }, complete('a', { r: 1 }), complete('a', { r: 2 })),
  'instances one after the other': (id) =>
    once(
      each(id, { ...out, sequential: true }),
      { items: ['a', 'b'] },
      complete('a', { r: 1 }),
      complete('a', { r: 2 }),
    ),
  'no items, no instances': (id) => once(each(id, out), { items: [] }),
  'no items one after the other': (id) => once(each(id, { ...out, sequential: true }), { items: [] }),
  'items that are no list are an incident': (id) =>
    once(each(id, out), { items: 5 }, setVariables({ items: [1] }), resolve, complete('a', { r: 1 })),
  'items that are missing are an incident': (id) => once(each(id, out)),
  'instances that give nothing leave null': (id) =>
    once(each(id, out), { items: [1, 2] }, complete('a'), complete('a', { r: 2 })),
  'a condition ends the loop early': (id) =>
    once(
      each(id, { ...out, completionCondition: '=r = "enough"' }),
      { items: [1, 2, 3] },
      complete('a', { r: 'more' }),
      complete('a', { r: 'enough' }),
    ),
  'a condition ends a sequence early': (id) =>
    once(
      each(id, { ...out, sequential: true, completionCondition: '=numberOfCompletedInstances >= 1' }),
      { items: [1, 2, 3] },
      complete('a', { r: 1 }),
    ),
  'a condition that is no boolean is an incident': (id) =>
    once(each(id, { ...out, completionCondition: '=r' }), { items: [1, 2] }, complete('a', { r: 'x' })),
  'counters are at hand': (id) =>
    once(
      process(id)
        .startEvent()
        .scriptTask('s', {
          expression: '=loopCounter * 10 + item',
          resultVariable: 'r',
          loop: { inputCollection: '=[1,2,3]', ...out },
        })
        .endEvent(),
    ),
  'a subprocess for each': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess(
          'sub',
          (inner) =>
            inner.startEvent('is').scriptTask('s', { expression: '=item * 2', resultVariable: 'r' }).endEvent('ie'),
          {
            loop: { inputCollection: '=items', ...out },
          },
        )
        .endEvent(),
      { items: [1, 2] },
    ),
  'a call for each': (id) => ({
    files: [
      process(`${id}-child`)
        .startEvent('cs')
        .scriptTask('s', { expression: '=item + 1', resultVariable: 'r' })
        .endEvent('ce'),
      process(id)
        .startEvent()
        .callActivity('call', {
          processId: `${id}-child`,
          loop: { inputCollection: '=items', ...out, sequential: true },
        })
        .endEvent(),
    ],
    steps: [start({ items: [1, 2] })],
  }),
  'a receive task for each': (id) =>
    once(
      each(id, { ...out, sequential: true })
        .moveTo('t')
        .boundaryEvent('b', { timer: { duration: 'PT10S' } })
        .endEvent('eb'),
      { items: [1, 2] },
      complete('a', { r: 1 }),
      time,
    ),
  'an error ends the whole loop': (id) =>
    once(
      each(id, out).moveTo('t').boundaryEvent('b', { error: 'E' }).endEvent('eb'),
      { items: [1, 2] },
      throwError('a', 'E'),
    ),
  'mappings of each instance': (id) =>
    once(
      process(id)
        .startEvent()
        .serviceTask('t', {
          ...job(id),
          inputs: { l: '=item * 2' },
          outputs: { r: '=l + n' },
          loop: { inputCollection: '=items', ...out },
        })
        .endEvent(),
      { items: [1, 2] },
      complete('a', { n: 1 }),
      complete('a', { n: 2 }),
    ),
  'loops within loops': (id) =>
    once(
      process(id)
        .startEvent()
        .subProcess(
          'sub',
          (inner) =>
            inner
              .startEvent('is')
              .scriptTask('s', {
                expression: '=row + cell',
                resultVariable: 'r',
                loop: {
                  inputCollection: '=[1,2]',
                  inputElement: 'cell',
                  outputCollection: 'cells',
                  outputElement: '=r',
                },
              })
              .endEvent('ie'),
          {
            loop: {
              inputCollection: '=[10,20]',
              inputElement: 'row',
              outputCollection: 'rows',
              outputElement: '=cells',
            },
          },
        )
        .endEvent(),
    ),
  'an instance that is cancelled ends its loop': (id) => once(each(id, out), { items: [1, 2] }, take('a'), cancel),
}
