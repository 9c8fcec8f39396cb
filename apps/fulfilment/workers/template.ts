import { Refusal } from '@millrace/kernel'

/** Where `{{X}}` is looked up: the first that has it. */
export type Sources = readonly Readonly<Record<string, unknown>>[]

const PLACEHOLDER = /\{\{\s*([\w.-]{1,100})\s*\}\}/gu

/** @throws Refusal UNKNOWN_PLACEHOLDER that names what no source has. */
export function filled(text: string, sources: Sources): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string) => {
    const source = sources.find((candidate) => Object.hasOwn(candidate, name))
    const value = source?.[name]
    if (value === undefined || value === null) {
      throw new Refusal('UNKNOWN_PLACEHOLDER', `{{${name}}} is in no header, variable or secret`)
    }
    return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean)
  })
}
