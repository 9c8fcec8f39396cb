import { find, render } from '@millrace/ui/testing'
import { act, useState } from 'react'
import { expect, it } from 'vitest'
import type { ElementInstance } from '../../../contract/processes.ts'
import { ElementTree } from './ElementTree.tsx'

const element = (elementInstanceKey: string, elementInstanceScopeKey: string, elementId: string): ElementInstance => ({
  elementInstanceKey,
  elementInstanceScopeKey,
  elementId,
  type: 'SERVICE_TASK',
  state: 'COMPLETED',
  startDate: null,
  endDate: null,
  hasIncident: false,
})

const elements = [
  element('1', '0', 'begun'),
  element('2', '0', 'charging'),
  element('3', '2', 'charge'),
  element('4', '0', 'done'),
]
const names = new Map([['charging', 'Charge the card']])

function Tree() {
  const [chosen, setChosen] = useState<string>()
  return <ElementTree elements={elements} root="0" names={names} chosen={chosen} onChoose={setChosen} />
}

const focused = () => document.activeElement?.textContent ?? ''

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys)
    await act(async () => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    })
}

it('is walked through by the arrow keys, opened, closed, and chosen from', async () => {
  using page = await render(<Tree />)
  const items = () => [...page.container.querySelectorAll('[role=treeitem]')].map((item) => item.textContent)
  expect(items()).toEqual(['begunCompleted', 'Charge the cardCompleted', 'chargeCompleted', 'doneCompleted'])
  await act(async () => find(page.container, '[role=treeitem]').focus())
  await press('ArrowDown')
  expect(focused()).toContain('Charge the card')
  await press('ArrowRight')
  expect(focused()).toContain('charge')
  await press('ArrowLeft')
  expect(focused()).toContain('Charge the card')
  await press('ArrowLeft')
  expect(items()).toHaveLength(3)
  await press('End')
  expect(focused()).toContain('done')
  await press('ArrowUp', 'Enter')
  expect(find(page.container, '[aria-selected=true]').textContent).toContain('Charge the card')
  await press('Enter')
  expect(page.container.querySelector('[aria-selected=true]')).toBe(null)
})

it('lets only one of its items be reached by the tabulator', async () => {
  using page = await render(<Tree />)
  const reached = () =>
    [...page.container.querySelectorAll('[role=treeitem][tabindex="0"]')].map((one) => one.textContent)
  expect(reached()).toEqual(['begunCompleted'])
  await act(async () => find(page.container, '[role=treeitem]').focus())
  await press('End')
  expect(reached()).toEqual(['doneCompleted'])
})
