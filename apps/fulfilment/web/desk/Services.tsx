import { asApiError, request, useToasts } from '@millrace/ui'
import { useState } from 'react'
import type { HeldService } from '../../contract/desk.ts'
import { type Following, useFollowed } from '../live/use-live.ts'

const names: Readonly<Record<string, string>> = {
  upsert_customer: 'Customers',
  get_stock_level: 'Stock level',
  decrement_stock: 'Take from the shelf',
  charge_customer: 'Payments',
  ship_to_customer: 'Shipping',
  increment_stock: 'Put back',
  restock_item: 'Restocking',
}

/** Lets a service's answers be held back, which is how a lost answer is tried out. */
export function Services({ following }: { following: Following }) {
  const read = useFollowed<{ services: readonly HeldService[] }>('/services', following)
  const toasts = useToasts()
  // What was just chosen, until what is true has been read again.
  const [wanted, setWanted] = useState<Readonly<Record<string, boolean>>>({})
  const [seen, setSeen] = useState(read.data)
  if (seen !== read.data) {
    setSeen(read.data)
    setWanted({})
  }
  const services = (read.data?.services ?? []).map(({ eventType, isHeld }) => ({
    eventType,
    isHeld: wanted[eventType] ?? isHeld,
  }))
  const change = async ({ eventType, isHeld }: HeldService) => {
    setWanted({ ...wanted, [eventType]: !isHeld })
    try {
      await request(`/services/${eventType}/hold`, { method: isHeld ? 'DELETE' : 'PUT' })
    } catch (error) {
      toasts.failed(`${names[eventType] ?? eventType}: ${asApiError(error).message}`)
    }
    read.again()
  }
  return (
    <section className="mr-card" aria-labelledby="services-title">
      <div className="mr-card-head">
        <h2 id="services-title">Services that answer by message</h2>
      </div>
      <ul className="desk-services">
        {services.map((service) => (
          <li key={service.eventType}>
            <span>{names[service.eventType] ?? service.eventType}</span>
            <label>
              <input type="checkbox" checked={service.isHeld} onChange={() => void change(service)} />
              <span>
                <span className="mr-visually-hidden">{names[service.eventType] ?? service.eventType}: </span>hold
                answers back
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p className="desk-services-note">
        What is held back comes late. A watched order raises an incident after 300 seconds, and goes on when the answer
        comes.
      </p>
    </section>
  )
}
