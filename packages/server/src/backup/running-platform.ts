import { Fault, Refusal } from '@millrace/kernel'
import { readConsoleToken } from '../platform/console-token-file.ts'
import type { Progress } from './manifest.ts'
import type { BackupLine } from './routes.ts'

export interface RunningBackup {
  /** `http://host:port` */
  readonly console: string
  readonly data: string
  /** Absolute. */
  readonly directory: string
  readonly progress: (progress: Progress) => void
}

/**
 * Has the platform that runs on a data directory back itself up.
 *
 * @throws Refusal as the platform's; Fault PLATFORM_UNREACHABLE, BACKUP_FAILED
 */
export async function backUpRunning({ console: url, data, directory, progress }: RunningBackup) {
  const token = await readConsoleToken(data)
  const response = await fetch(`${url}/v1/backup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ directory }),
  }).catch(() => {
    const text = `${data} is in use, and no platform answers at ${url}: say where its console is (--console)`
    throw new Fault('PLATFORM_UNREACHABLE', text)
  })
  if (!response.ok || response.body === null) throw await refusedBy(url, data, response)
  for await (const line of lines(response.body)) {
    if ('progress' in line) progress(line.progress)
    else if ('error' in line) throw new Refusal(line.error.code, line.error.message)
    else return line.done
  }
  throw new Fault('BACKUP_FAILED', `the platform at ${url} ended before the backup was whole: ${directory} is none`)
}

async function refusedBy(url: string, data: string, response: Response): Promise<Refusal> {
  const { code, detail } = (await response.json().catch(() => ({}))) as { code?: string; detail?: string }
  if (response.status === 401 || response.status === 404) {
    const text = `${data} is in use, and ${url} is another platform: say where the console of this one is (--console)`
    return new Refusal('ANOTHER_PLATFORM', text)
  }
  return new Refusal(code ?? 'BACKUP_FAILED', detail ?? `${url} answered ${response.status}`)
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<BackupLine> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) if (part !== '') yield JSON.parse(part) as BackupLine
  }
}
