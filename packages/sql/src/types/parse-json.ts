type Reviver = (name: string, value: unknown, context: { readonly source?: string }) => unknown

const LONG_NUMBER = /\d{16}/

/** Whole numbers that a double cannot hold become bigint; all other JSON is as JSON.parse has it. */
const exact: Reviver = (_name, value, { source }) => {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value
  return /^-?\d+$/.test(source) ? BigInt(source) : value
}

/** Digits as they stand; the type library does not know the function yet. */
const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON

/** JSON without loss of digits in whole numbers. @throws SyntaxError */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text)
  return (JSON.parse as (text: string, reviver: Reviver) => unknown)(text, exact)
}

/** The other way round. */
export function stringifyJson(value: unknown): string {
  return JSON.stringify(value, (_name, one: unknown) => (typeof one === 'bigint' ? rawJson(String(one)) : one))
}
