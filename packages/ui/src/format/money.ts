/**
 * Money is integer minor units inside; only here does it become text. `currency` is an ISO 4217 code; the number of
 * decimals is the currency's own. Throws a RangeError for what is not an integer: half a cent is a bug elsewhere.
 */
export function formatMoney(minorUnits: number | bigint, currency = 'USD'): string {
  if (typeof minorUnits === 'number' && !Number.isSafeInteger(minorUnits))
    throw new RangeError(`money is an integer of minor units, got ${minorUnits}`)
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2
  const digits = String(minorUnits < 0 ? -BigInt(minorUnits) : BigInt(minorUnits)).padStart(decimals + 1, '0')
  const whole = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  // A decimal string keeps every digit where a number would round.
  return format.format(`${minorUnits < 0 ? '-' : ''}${whole}` as Intl.StringNumericLiteral)
}
