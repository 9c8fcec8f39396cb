import { expect, it } from 'vitest'
import { OpenWindows } from './open-windows.ts'

it('closes windows in the order of their ends, however many stay open', () => {
  const windows = new OpenWindows<string>()
  for (let end = 200_000; end > 0; end--) windows.set(end, `until ${end}`)
  expect(windows.takeUntil(0)).toEqual([[1, 'until 1']])
  expect(windows.first()).toBe(2)
  expect(windows.takeUntil(2)).toEqual([
    [2, 'until 2'],
    [3, 'until 3'],
  ])
  expect(windows.takeUntil(200_000)).toHaveLength(199_997)
  expect(windows.first()).toBeUndefined()
})
