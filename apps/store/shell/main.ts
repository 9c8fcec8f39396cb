#!/usr/bin/env node
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { messageOf, systemClocks, systemRandom } from '@millrace/kernel'
import type { Session } from './evaluate.ts'
import { converse, runPiped } from './repl.ts'
import { HELP, type ShellOutput, run } from './run.ts'
import { serviceUrls, storeClient } from './store-client.ts'

const USAGE = `Usage: store-shell [--json] [--help] [-e <statements>]

Reads statements from the terminal, or from a pipe; -e runs the ones given. --json prints each value as a line of JSON.
PRODUCTS_URL, CUSTOMERS_URL and PURCHASES_URL name the services (or PRODUCT_SVC_URL, … as for the original shell);
STORE_SHELL_HISTORY names the file of earlier lines. Exit code 0: all was done; 1: a statement failed; 2: wrong usage.

${HELP}`

const words: ShellOutput = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${USAGE}\n`)
    return 0
  }
  const [flag, script] = args.filter((arg) => arg !== '--json')
  if (flag !== undefined && (flag !== '-e' || script === undefined)) {
    process.stderr.write(`${flag} is not known or not complete\n\n${USAGE}\n`)
    return 2
  }
  const json = args.includes('--json')
  const client = storeClient(serviceUrls(process.env), { clocks: systemClocks(), random: systemRandom })
  const session: Session = { variables: new Map(), client }
  if (script !== undefined) {
    const ran = await run(script, session, words, { json })
    if (ran === 'incomplete') words.err('the statement is not complete')
    return ran === 'done' ? 0 : 1
  }
  if (process.stdin.isTTY) {
    words.err('The store: Product, Customer, Purchase. Type help for what can be typed.')
    const historyFile = process.env['STORE_SHELL_HISTORY'] ?? join(homedir(), '.millrace-store-history')
    await converse(session, words, { input: process.stdin, output: process.stdout }, { json, historyFile })
    return 0
  }
  return (await runPiped(session, words, createInterface({ input: process.stdin }), { json })) ? 0 : 1
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  words.err(messageOf(error))
  process.exitCode = 2
}
