import { execFile } from 'node:child_process'

const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024

/** A foreign program to run to its end. */
export interface Run {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  readonly input?: string
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; a non-zero exit is a result, not an error. */
export function run({ command, args, cwd, env, timeoutMs = 120_000, input = '' }: Run): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout: timeoutMs, maxBuffer: OUTPUT_LIMIT_BYTES }
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code
      if (typeof code === 'number') resolve({ code, stdout, stderr })
      else
        reject(new Error(`${command} ${args.join(' ')} did not end by itself:\n${stdout}${stderr}`, { cause: error }))
    })
    child.stdin?.end(input)
  })
}

/** The same, and the output of a program that must succeed. */
export async function output(what: Run): Promise<string> {
  const { code, stdout, stderr } = await run(what)
  if (code !== 0) throw new Error(`${what.command} ${what.args.join(' ')} ended with ${code}:\n${stdout}${stderr}`)
  return stdout
}
