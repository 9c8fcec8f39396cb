const PHONES = 'weir-phones'
const KEPT_MOST = 5

/** Phones that were looked at on this browser, the last one first. */
export function keptPhones(): readonly string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(PHONES) ?? '[]') as unknown
    return Array.isArray(kept) ? kept.filter((phone) => typeof phone === 'string').slice(0, KEPT_MOST) : []
  } catch {
    return []
  }
}

export function keepPhone(phone: string): void {
  const others = keptPhones().filter((other) => other !== phone)
  try {
    localStorage.setItem(PHONES, JSON.stringify([phone, ...others].slice(0, KEPT_MOST)))
  } catch {
    // A browser without storage has no list to choose from.
  }
}
