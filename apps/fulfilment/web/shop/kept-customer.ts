import type { Customer } from '../../contract/order.ts'

const KEY = 'penstock-customer'

/** Who bought last in this browser; nobody where that is not allowed to be kept. */
export function lastCustomer(): Customer {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Customer>
    return { name: String(kept.name ?? ''), email: String(kept.email ?? '') }
  } catch {
    return { name: '', email: '' }
  }
}

export function keepCustomer(customer: Customer): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(customer))
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}
