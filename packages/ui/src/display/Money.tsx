import { formatMoney } from '../format/money.ts'

export function Money({ minorUnits, currency = 'USD' }: { minorUnits: number | bigint; currency?: string }) {
  return <span className="mr-number">{formatMoney(minorUnits, currency)}</span>
}
