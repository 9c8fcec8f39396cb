import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServiceName } from '../settings.ts'

export interface TriggerDocument {
  readonly name: string
  /** YAML */
  readonly text: string
}

/** The triggers of a service, as they are applied on Knative, with the address of the service put in. */
export async function readTriggers(service: ServiceName, url: string): Promise<TriggerDocument[]> {
  const file = await readFile(join(import.meta.dirname, `${service}.yaml`), 'utf8')
  return file
    .split(/^---$/mu)
    .map((text) => text.replaceAll(/http:\/\/[\w-]+\.default\.svc\.cluster\.local/gu, url))
    .map((text) => ({ name: /^ {2}name: (\S+)$/mu.exec(text)?.[1] ?? '', text }))
    .filter(({ name }) => name !== '')
}
