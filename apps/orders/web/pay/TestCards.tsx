import { request, useRead } from '@millrace/ui'
import type { TestCard } from '../../contract/payment.ts'
import { groupedNumber } from './card-text.ts'

export interface TestCardList {
  readonly items: readonly TestCard[]
  readonly code: string
}

/** The cards for demonstrations; choosing one fills the form. Nothing is shown when they cannot be read. */
export function TestCards({ onChoose }: { onChoose: (number: string) => void }) {
  const cards = useRead('/cards', 0, (path, signal) => request<TestCardList>(path, { signal })).data?.items ?? []
  if (cards.length === 0) return null
  return (
    <section className="pay-cards" aria-labelledby="test-cards-title">
      <h2 id="test-cards-title">Test cards</h2>
      <ul>
        {cards.map(({ number, does }) => (
          <li key={number}>
            <button type="button" onClick={() => onChoose(number)}>
              <span>{groupedNumber(number)}</span>
              <span>{does}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
