import { describe, expect, it } from 'vitest'
import { simulatedDisk } from './simulated-disk.ts'

describe('a simulated disk', () => {
  it('keeps through a crash what was synced, whatever the seed', async () => {
    for (let seed = 0; seed < 50; seed++) {
      const disk = simulatedDisk(seed)
      const file = await disk.mount().open('d/a', { create: true })
      await file.writeAndSync(0, [Buffer.alloc(2000, 'x')])
      await disk.syncDirectory('d')
      await file.write(1000, [Buffer.alloc(3000, 'y')])
      disk.crash()
      expect(disk.content('d/a').subarray(0, 1000)).toEqual(Buffer.alloc(1000, 'x'))
    }
  })

  it('loses, keeps, tears and reorders what was not synced, as the seed says', async () => {
    const outcomes = new Set<string>()
    for (let seed = 0; seed < 200; seed++) {
      const disk = simulatedDisk(seed)
      const file = await disk.open('a', { create: true })
      await disk.syncDirectory('')
      await file.write(0, [Buffer.alloc(512, 'x')])
      await file.write(512, [Buffer.alloc(1024, 'y')])
      disk.crash()
      const content = disk.content('a')
      outcomes.add([0, 512, 1024].map((at) => String.fromCharCode(content[at] ?? 45)).join(''))
    }
    // Nothing, everything, only the first, only the later ones, one sector of a write.
    for (const outcome of ['---', 'xyy', 'x--', '\0yy', 'xy-']) expect([...outcomes]).toContain(outcome)
  })

  it('may lose a name whose directory was not synced', async () => {
    const kept = new Set<boolean>()
    for (let seed = 0; seed < 20; seed++) {
      const disk = simulatedDisk(seed)
      const file = await disk.open('a', { create: true })
      await file.writeAndSync(0, [Buffer.from('x')])
      disk.crash()
      kept.add(disk.paths().includes('a'))
    }
    expect([...kept].toSorted()).toEqual([false, true])
  })

  it('is dead after a crash for whoever still holds it', async () => {
    const disk = simulatedDisk(1)
    const before = disk.mount()
    const file = await before.open('a', { create: true })
    disk.crash()
    await expect(file.write(0, [Buffer.from('x')])).rejects.toMatchObject({ code: 'EIO' })
    await expect(before.remove('a')).rejects.toMatchObject({ code: 'EIO' })
  })

  it('is full at its capacity, and counts and fails syncs', async () => {
    const disk = simulatedDisk(1, { capacityBytes: 100 })
    const file = await disk.open('a', { create: true })
    await expect(file.write(0, [Buffer.alloc(101)])).rejects.toMatchObject({ code: 'ENOSPC' })
    await file.write(0, [Buffer.alloc(60)])
    expect(await disk.freeBytes()).toBe(40)
    disk.failSync(2)
    await file.sync()
    await expect(file.sync()).rejects.toMatchObject({ code: 'SYNC_FAILED' })
    expect(disk.syncCalls).toBe(2)
  })
})
