import { appendFileSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import type { Session } from './evaluate.ts'
import { complete } from './complete.ts'
import { HELP, type Ran, type ShellOutput, inWords, run } from './run.ts'
import { parse } from './parse.ts'

const HISTORY_LINES_MOST = 1000

export interface ShellOptions {
  readonly json: boolean
  readonly historyFile: string | undefined
}

interface Terminal {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
}

/** Talks with a person until exit or Ctrl-D. */
export async function converse(
  session: Session,
  words: ShellOutput,
  terminal: Terminal,
  options: ShellOptions,
): Promise<void> {
  const lines = createInterface({
    ...terminal,
    terminal: true,
    history: readHistory(options.historyFile),
    historySize: HISTORY_LINES_MOST,
    removeHistoryDuplicates: true,
    completer: (line: string) => complete(line, session.variables),
  })
  let open = ''
  const prompt = (): void => {
    lines.setPrompt(open === '' ? 'store> ' : '  ...> ')
    lines.prompt()
  }
  // Ctrl-C throws away what is begun, as shells do.
  lines.on('SIGINT', () => {
    open = ''
    lines.write(null, { ctrl: true, name: 'e' })
    lines.write(null, { ctrl: true, name: 'u' })
    terminal.output.write('\n')
    prompt()
  })
  prompt()
  for await (const line of lines) {
    appendHistory(options.historyFile, line)
    if (open === '' && /^\s*(exit|quit)\s*$/u.test(line)) break
    if (open === '' && /^\s*help\s*$/u.test(line)) words.err(HELP)
    else {
      open = open === '' ? line : `${open}\n${line}`
      if ((await run(open, session, words, options)) !== 'incomplete' || line === '') open = ''
    }
    prompt()
  }
  lines.close()
}

/** Runs what comes through a pipe, statement by statement; stops at the first that fails, as a script should. */
export async function runPiped(
  session: Session,
  words: ShellOutput,
  input: AsyncIterable<string>,
  { json }: Pick<ShellOptions, 'json'>,
): Promise<boolean> {
  let open = ''
  let lineNumber = 0
  let firstLine = 1
  for await (const line of input) {
    lineNumber++
    if (open === '' && /^\s*(exit|quit)\s*$/u.test(line)) return true
    if (open === '') firstLine = lineNumber
    open = open === '' ? line : `${open}\n${line}`
    const ran: Ran = await run(open, session, words, { json, firstLine })
    if (ran === 'failed') return false
    if (ran === 'done') open = ''
  }
  return open === '' || endsOpen(open, words, firstLine)
}

function endsOpen(open: string, words: ShellOutput, firstLine: number): false {
  try {
    parse(open)
  } catch (error) {
    words.err(inWords(error, open, { firstLine }))
  }
  return false
}

function readHistory(file: string | undefined): string[] {
  if (file === undefined) return []
  try {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
    return lines.slice(-HISTORY_LINES_MOST).toReversed()
  } catch {
    return []
  }
}

function appendHistory(file: string | undefined, line: string): void {
  if (file === undefined || line.trim() === '') return
  try {
    appendFileSync(file, `${line}\n`, { mode: 0o600 })
  } catch {
    // A shell without a history file works as well.
  }
}
