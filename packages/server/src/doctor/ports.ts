import { connect } from 'node:net'
import { type Check, type Finding, note, ok, wrong } from './finding.ts'

const PATIENCE_MS = 1000

/** The listeners of `start`, by their flags. */
const PORTS = ['console', 'kafka', 'zeebe', 'sql', 'smtp'] as const

/** Whether ports are free, or who has them. */
export const ports: Check = async ({ config, heldBy }) => {
  const found: Finding[] = []
  for (const name of PORTS) {
    const port = config[name]
    const what = `port ${name}`
    if (port === 0) found.push(ok(what, 'any free one'))
    else if (!(await answers(config.host, port))) found.push(ok(what, `${port} is free`))
    else found.push(await taken(what, name, port, { host: config.host, held: heldBy !== undefined }))
  }
  return found
}

async function taken(
  what: string,
  name: (typeof PORTS)[number],
  port: number,
  { host, held }: { readonly host: string; readonly held: boolean },
): Promise<Finding> {
  const health = name === 'console' ? await healthAt(`http://${host}:${port}`) : undefined
  if (health !== undefined) return health.up ? ok(what, `${port}: ${health.text}`) : troubled(what, port, health.text)
  if (held) return ok(what, `${port} answers: the platform that runs`)
  if (name === 'smtp') return note(what, `${port} is taken: the inbox takes a free one`)
  return wrong(what, `${port} is taken by another program`, `stop it, or start with --${name} and another port, or 0`)
}

function troubled(what: string, port: number, text: string): Finding {
  return wrong(what, `${port}: ${text}`, 'look at its log, and at /health/ready')
}

async function healthAt(url: string): Promise<{ readonly up: boolean; readonly text: string } | undefined> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const { status, faults = [] } = (await response.json()) as { status?: string; faults?: string[] }
    if (status === undefined) return undefined
    return { up: status === 'UP', text: `a platform that is ${status} ${faults.join(', ')}`.trim() }
  } catch {
    return undefined
  }
}

/** Whether somebody listens. */
function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: PATIENCE_MS })
    const end = (listening: boolean) => (): void => {
      socket.destroy()
      resolve(listening)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
  })
}
