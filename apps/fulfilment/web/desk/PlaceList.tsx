import { Icon, type IconName, exactTime } from '@millrace/ui'
import type { Place } from '../../contract/desk.ts'

interface ListProps {
  readonly places: readonly Place[]
  readonly selected: string | undefined
  readonly onSelect: (elementId: string) => void
}

/** The elements that the order has come through, for those who use the keyboard or cannot see the diagram. */
export function PlaceList({ places, selected, onSelect }: ListProps) {
  return (
    <section className="mr-card" aria-labelledby="places-title">
      <div className="mr-card-head">
        <h2 id="places-title">Elements</h2>
        <span className="mr-muted">Choose one to see it on the diagram</span>
      </div>
      <ol className="desk-places" aria-label="Elements in order">
        {places.map((place) => (
          <li key={place.elementId}>
            <button
              type="button"
              data-state={place.state}
              aria-pressed={place.elementId === selected}
              onClick={() => onSelect(place.elementId)}
            >
              <Icon name={icons[place.state]} size={14} />
              <span className="desk-place-name">{place.name}</span>
              <span className="desk-place-kind">{kinds[place.type] ?? place.type}</span>
              <span className="desk-place-state">{words[place.state]}</span>
              <span className="desk-place-at">{place.at === null ? '' : exactTime(place.at).slice(11, 19)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}

const icons: Readonly<Record<Place['state'], IconName>> = {
  done: 'check',
  here: 'play',
  stuck: 'alert',
  cancelled: 'close',
}
const words: Readonly<Record<Place['state'], string>> = {
  done: 'done',
  here: 'is here',
  stuck: 'incident',
  cancelled: 'cancelled',
}
const kinds: Readonly<Record<string, string>> = {
  startEvent: 'start',
  endEvent: 'end',
  serviceTask: 'service task',
  intermediateCatchEvent: 'message',
  boundaryEvent: 'timer',
  exclusiveGateway: 'gateway',
  subProcess: 'subprocess',
}
