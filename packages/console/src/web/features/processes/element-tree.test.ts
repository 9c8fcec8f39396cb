import { expect, it } from 'vitest'
import type { ElementInstance } from '../../../contract/processes.ts'
import { treeOf, visibleNodes } from './element-tree.ts'

const element = (elementInstanceKey: string, elementInstanceScopeKey: string): ElementInstance => ({
  elementInstanceKey,
  elementInstanceScopeKey,
  elementId: `e${elementInstanceKey}`,
  type: 'SERVICE_TASK',
  state: 'ACTIVE',
  startDate: null,
  endDate: null,
  hasIncident: false,
})

it('puts elements into their scopes, and what has lost its scope to the top', () => {
  const tree = treeOf([element('1', '0'), element('2', '1'), element('3', '2'), element('4', '99')], '0')
  const all = visibleNodes(tree, new Set())
  expect(all.map(({ key, level, parent }) => [key, level, parent])).toEqual([
    ['1', 1, undefined],
    ['2', 2, '1'],
    ['3', 3, '2'],
    ['4', 1, undefined],
  ])
})

it('hides what stands below a closed one', () => {
  const tree = treeOf([element('1', '0'), element('2', '1'), element('3', '0')], '0')
  expect(visibleNodes(tree, new Set(['1'])).map(({ key }) => key)).toEqual(['1', '3'])
})
