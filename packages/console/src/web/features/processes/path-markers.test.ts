import { expect, it } from 'vitest'
import type { ElementInstance, InstanceState } from '../../../contract/processes.ts'
import { pathMarkers } from './path-markers.ts'

const ran = (elementId: string, state: InstanceState, hasIncident = false): ElementInstance => ({
  elementInstanceKey: '1',
  elementInstanceScopeKey: '0',
  elementId,
  type: 'TASK',
  state,
  startDate: null,
  endDate: null,
  hasIncident,
})

it('marks the way and where it stands; of several runs of one element the gravest', () => {
  const items = [
    ran('start', 'COMPLETED'),
    ran('each', 'COMPLETED'),
    ran('each', 'ACTIVE', true),
    ran('each', 'ACTIVE'),
    ran('gone', 'TERMINATED'),
  ]
  const markers = pathMarkers({ elements: { items, total: 5 }, flows: ['f1'] }, 'start')
  expect(markers).toEqual([
    ['f1', 'ran'],
    ['start', 'ran'],
    ['each', 'stuck'],
    ['gone', 'ended'],
    ['start', 'chosen'],
  ])
})
