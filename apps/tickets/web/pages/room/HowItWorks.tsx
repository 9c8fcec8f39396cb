import { CopyId } from '@millrace/ui'
import type { Sale } from '../../../contract/waiting-room.ts'
import type { PlaceView } from '../../view.ts'

/** How places are given out, and how anybody can check that the draw was an honest one. */
export function HowItWorks({ sale, place }: { sale: Sale; place: PlaceView | undefined }) {
  const isIn = place !== undefined && place.status !== 'unknown'
  return (
    <details className="mr-card ts-how">
      <summary>How places are given out</summary>
      <ol>
        <li>
          <strong>Before the sale opens</strong> it makes no difference when you come: the moment it opens, lots are
          drawn among all who are there.
        </li>
        <li>
          <strong>After that</strong> it is first come, first served, behind those who were there. One browser has one
          place.
        </li>
        <li>
          <strong>Anybody can check the draw.</strong> Its seed is chosen beforehand, and the seed’s fingerprint
          (SHA-256) is published here. Once the sale is open, so is the seed: a lot is HMAC-SHA-256 of the seed and a
          visitor’s number, and the lowest is first.
        </li>
      </ol>
      <dl className="mr-facts">
        <dt>Fingerprint of the seed</dt>
        <dd>
          <CopyId id={sale.commitment} name="the fingerprint" />
        </dd>
        <dt>Seed</dt>
        <dd>{sale.seed === undefined ? 'Published when the sale opens' : <CopyId id={sale.seed} name="the seed" />}</dd>
        {isIn && (
          <>
            <dt>Your visitor’s number</dt>
            <dd>
              <CopyId id={place.sessionId} name="your number" />
            </dd>
          </>
        )}
        {place?.number !== undefined && (
          <>
            <dt>Order that you drew</dt>
            <dd>{place.number}</dd>
          </>
        )}
      </dl>
    </details>
  )
}
