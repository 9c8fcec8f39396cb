import type { Drawing } from './drawing.ts'

/** A loop over three items, now and then over none. */
export function loopOf({ once }: Drawing) {
  return {
    inputCollection: once(8) ? '=[]' : '=[1,2,3]',
    inputElement: 'item',
    sequential: once(2),
    ...(once(2) && { outputCollection: 'out', outputElement: '=item' }),
    ...(once(3) && { completionCondition: '=numberOfCompletedInstances = 2' }),
  }
}
