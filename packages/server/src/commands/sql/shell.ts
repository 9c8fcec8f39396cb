import { createInterface } from 'node:readline'
import type { SqlGateway, SqlSession } from '@millrace/client/sql'
import { messageOf } from '@millrace/kernel'
import { say } from '../output.ts'
import { completionsAt } from './completion.ts'
import { type ResultView, changelogLines, liveTable } from './results.ts'
import { runStatement } from './run-statement.ts'
import { hasContent, statementsOf } from './statements.ts'

const PROMPT = 'sql> '
const MORE = '   > '
const HELP = `Statements end with a semicolon. Tab completes. Ctrl-C ends a query, or forgets what was typed.
SET 'sql-client.execution.result-mode' = 'changelog';  queries print each change instead of a table
help, quit`

/** The interactive shell: reads statements, shows answers, live where they go on. Resolves when the reader leaves. */
export async function runShell(gateway: SqlGateway, session: SqlSession): Promise<void> {
  const info = await gateway.info()
  say(`${gateway.url} (${info.productName} ${info.version}). help says more.`)
  const shell = new Shell(gateway.url, session)
  await shell.run()
}

class Shell {
  readonly #session: SqlSession
  readonly #lines
  #typed = ''
  #mode: 'table' | 'changelog' = 'table'
  #query: AbortController | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(url: string, session: SqlSession) {
    this.#session = session
    this.#lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      prompt: PROMPT,
      historySize: 1000,
      completer: (line: string, done: (error: null, result: [string[], string]) => void) => {
        void this.#complete(url, line, done)
      },
    })
  }

  run(): Promise<void> {
    return new Promise((resolve) => {
      const lines = this.#lines
      lines.on('SIGINT', () => this.#interrupt())
      lines.once('close', () => {
        this.#query?.abort()
        resolve()
      })
      // Lines that are typed meanwhile wait: one statement sees what the one before it has made.
      lines.on('line', (line) => {
        this.#turn = this.#turn.then(() => this.#take(line))
      })
      lines.prompt()
    })
  }

  async #complete(url: string, line: string, done: (error: null, result: [string[], string]) => void): Promise<void> {
    const word = /[\w$`.-]*$/.exec(line)?.[0] ?? ''
    const found = await completionsAt(url, this.#session.handle, `${this.#typed}${line}`)
    const isQuoted = word.startsWith('`')
    done(null, [found.map((one) => (one.startsWith('`') || !isQuoted ? one : `\`${one}`)), word])
  }

  async #take(line: string): Promise<void> {
    const word = line.trim().toLowerCase().replace(/;$/, '')
    if (this.#typed === '' && (word === 'quit' || word === 'exit')) {
      this.#lines.close()
      return
    }
    if (this.#typed === '' && word === 'help') say(HELP)
    else await this.#run(`${this.#typed}${line}\n`)
    this.#lines.setPrompt(this.#typed === '' ? PROMPT : MORE)
    this.#lines.prompt()
  }

  async #run(text: string): Promise<void> {
    const { statements, rest } = statementsOf(text)
    this.#typed = hasContent(rest) ? rest : ''
    for (const statement of statements) {
      this.#query = new AbortController()
      try {
        const { signal } = this.#query
        await runStatement(this.#session, statement, { view: this.#viewOf(statement), max: Infinity, signal })
        this.#noteMode(statement)
      } catch (error) {
        say(messageOf(error))
      } finally {
        this.#query = undefined
      }
    }
  }

  #viewOf(statement: string): ResultView {
    const isQuery = /^\s*(--.*\n|\/\*[^]*?\*\/|\s)*(SELECT|WITH|VALUES|\()/i.test(statement)
    if (isQuery && this.#mode === 'table' && process.stdout.isTTY) return liveTable(process.stdout)
    return changelogLines((line) => console.log(line))
  }

  #noteMode(statement: string): void {
    const [, mode] = /^\s*SET\s+'sql-client\.execution\.result-mode'\s*=\s*'(\w+)'/i.exec(statement) ?? []
    if (mode !== undefined) this.#mode = mode.toLowerCase() === 'changelog' ? 'changelog' : 'table'
  }

  #interrupt(): void {
    if (this.#query !== undefined) {
      this.#query.abort()
      return
    }
    this.#typed = ''
    this.#lines.setPrompt(PROMPT)
    console.log()
    this.#lines.prompt()
  }
}
