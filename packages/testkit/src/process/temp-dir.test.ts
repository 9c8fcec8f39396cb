import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { tempDir } from './temp-dir.ts'

it('takes the folder away with all that is in it', () => {
  const folder = tempDir()
  writeFileSync(join(folder.path, 'file'), 'x')
  folder.remove()
  folder.remove()
  expect(existsSync(folder.path)).toBe(false)
})
