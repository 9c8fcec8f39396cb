import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { type TempDir, tempDir } from '@millrace/testkit'
import { type NodeDisk, nodeDisk } from './node-disk.ts'

describe('a directory of the machine', () => {
  const open: NodeDisk[] = []
  const directories: TempDir[] = []
  const fresh = async (): Promise<string> => {
    const directory = tempDir()
    directories.push(directory)
    return directory.path
  }
  const disk = async (path: string): Promise<NodeDisk> => {
    const made = await nodeDisk(path)
    open.push(made)
    return made
  }
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close()
    for (const each of directories.splice(0)) each.remove()
  })

  it('gives back what was written, through either thread, in the order of the calls', async () => {
    const made = await disk(await fresh())
    const file = await made.open('a', { create: true })
    const shared = Buffer.from(new SharedArrayBuffer(8)).fill('s')
    const writes = [
      file.write(0, [Buffer.from('0123456789')]),
      file.writeAndSync(2, [shared.subarray(0, 3), Buffer.from('x')]),
      file.write(4, [Buffer.from('y')]),
      file.sync(),
    ]
    expect(file.size).toBe(10)
    await Promise.all(writes)
    expect((await file.read(0, 100)).toString()).toBe('01ssyx6789')
    await file.truncate(3)
    expect((await file.read(1, 100)).toString()).toBe('1s')
    await file.close()
  })

  it('writes more pieces than the system takes at once', async () => {
    const made = await disk(await fresh())
    const file = await made.open('a', { create: true })
    const pieces = Array.from({ length: 2500 }, (_, index) => Buffer.from(String(index % 10)))
    await file.writeAndSync(0, pieces)
    await file.write(2500, pieces)
    expect((await file.read(0, 5000)).toString()).toBe('0123456789'.repeat(500))
    await file.close()
  })

  it('lists, renames and removes', async () => {
    const made = await disk(await fresh())
    await made.makeDirectory('d/e')
    await (await made.open('d/e/2', { create: true })).close()
    await (await made.open('d/e/1', { create: true })).close()
    await made.rename('d/e/2', 'd/e/3')
    await made.syncDirectory('d/e')
    expect(await made.list('d/e')).toEqual(['1', '3'])
    await made.remove('d')
    await made.remove('d')
    expect(await made.list('d/e')).toEqual([])
    await expect(made.open('d/e/1')).rejects.toMatchObject({ name: 'Fault', code: 'ENOENT' })
    const { totalBytes, usableBytes } = await made.space()
    expect(usableBytes).toBeGreaterThan(0)
    expect(totalBytes).toBeGreaterThan(usableBytes)
  })

  it('refuses a second holder, and names the first', async () => {
    const path = await fresh()
    await disk(path)
    const inUse = { code: 'DIRECTORY_IN_USE', message: expect.stringContaining(`process ${process.pid}`) }
    await expect(nodeDisk(path)).rejects.toMatchObject(inUse)
    const program = `import { lockDirectory } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}
      try { lockDirectory(process.argv[1]); console.log('locked') } catch (error) { console.log(error.code) }`
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program, path], { encoding: 'utf8' })
    expect(output.trim()).toBe('DIRECTORY_IN_USE')
  })

  it('is free again as soon as its holder was killed', async () => {
    const path = await fresh()
    const program = `import { lockDirectory } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}
      lockDirectory(process.argv[1]); console.log('locked'); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, path])
    await once(child.stdout, 'data')
    await expect(nodeDisk(path)).rejects.toMatchObject({ message: expect.stringContaining(`process ${child.pid}`) })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await disk(path)).toBeDefined()
  })
})
