/**
 * A process to be killed: applies blocks from a file to the store in a folder, as fast as it can.
 * Usage: projector.main.ts <folder> <file of lines: offset after the block, its bytes in base64>
 */
import { readFileSync } from 'node:fs'
import { HistoryStore } from '../src/store/history-store.ts'

const [folder, file = ''] = process.argv.slice(2)
const blocks = readFileSync(file, 'utf8').trim().split('\n')
const store = new HistoryStore(folder)
process.stdout.write('begun\n')
for (const line of blocks) {
  const [next, bytes = ''] = line.split(' ')
  if (Number(next) > store.position) store.apply(Buffer.from(bytes, 'base64'), Number(next))
}
store.close()
