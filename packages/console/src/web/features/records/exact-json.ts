/** A number as it was written: 9007199254740993 would become another one as a JavaScript number. */
export class ExactNumber {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

type ReviverWithSource = (key: string, value: unknown, context?: { source?: string }) => unknown

/** Parses JSON and keeps every number as it was written. Undefined when the text is no JSON. */
export function parseJson(text: string): { value: unknown } | undefined {
  const keep: ReviverWithSource = (_key, value, context) => {
    if (typeof value !== 'number' || context?.source === undefined || String(value) === context.source) return value
    return new ExactNumber(context.source)
  }
  try {
    return { value: JSON.parse(text, keep) as unknown }
  } catch {
    return undefined
  }
}
