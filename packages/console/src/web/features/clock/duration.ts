const units: Record<string, number> = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `2 min 30 s`, `1.5h`, `250ms` in milliseconds; undefined for anything else, and for nothing or less. */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim()
  if (!/^(\d+(\.\d+)?\s*(ms|min|[smhd])\s*)+$/.test(trimmed)) return undefined
  let total = 0
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|[smhd])/g))
    total += Number(amount) * (units[unit ?? ''] ?? 0)
  return total > 0 && Number.isSafeInteger(Math.round(total)) ? Math.round(total) : undefined
}
