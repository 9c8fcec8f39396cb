import { availableParallelism, totalmem } from 'node:os'
import { type Check, ok, wrong } from './finding.ts'

/** Types are stripped, and node:sqlite is there without a flag, from here on. */
const OLDEST_MAJOR = 26

/** The Node.js that runs this, and the machine. */
export const runtime: Check = () => {
  const detail = `Node.js ${process.versions.node}, ${process.platform} ${process.arch}`
  const major = Number(process.versions.node.split('.')[0])
  const gigabytes = (totalmem() / 2 ** 30).toFixed(1)
  return Promise.resolve([
    major >= OLDEST_MAJOR
      ? ok('runtime', `${detail}, ${availableParallelism()} cores, ${gigabytes} GB of memory`)
      : wrong('runtime', detail, `run it with npm, which brings Node.js ${OLDEST_MAJOR} along, or install that`),
  ])
}
