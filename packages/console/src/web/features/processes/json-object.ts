/** A text that should be a JSON object: the object, or what is wrong with it in words. */
export function readObject(text: string): { value: Record<string, unknown> } | { wrong: string } {
  if (text.trim() === '') return { value: {} }
  try {
    const inexact: number[] = []
    const value: unknown = JSON.parse(text, (_key, one: unknown) => {
      if (Number.isInteger(one) && !Number.isSafeInteger(one)) inexact.push(one as number)
      return one
    })
    if (inexact.length > 0)
      return { wrong: `A process holds whole numbers up to ${Number.MAX_SAFE_INTEGER}: write a larger one as a text` }
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown> }
    return { wrong: 'A JSON object is needed, such as {"orderId": "o-1"}' }
  } catch (error) {
    return { wrong: `No JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** What is wrong with a text that should be any JSON value; undefined when nothing is, or nothing was written. */
export function jsonFault(text: string): string | undefined {
  if (text.trim() === '') return undefined
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return 'A JSON value: texts stand in quotation marks, as "o-1"'
  }
}
