import { expect, it } from 'vitest'
import { freePorts } from './free-port.ts'

it('gives ports that differ from one another', async () => {
  const ports = await freePorts(8)
  expect(new Set(ports).size).toBe(8)
  expect(ports.every((port) => port > 1023)).toBe(true)
})
