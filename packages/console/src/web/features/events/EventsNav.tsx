import { Link } from '@tanstack/react-router'

/** Between the pages over all brokers. */
export function EventsNav({ failures }: { failures?: number | undefined }) {
  return (
    <nav className="mr-tabs" aria-label="Events">
      <Link to="/events" activeOptions={{ exact: true, includeSearch: false }} className="mr-tab">
        Brokers and triggers
      </Link>
      <Link to="/events/types" activeOptions={{ includeSearch: false }} className="mr-tab">
        Event types
      </Link>
      <Link to="/events/dead-letters" activeOptions={{ includeSearch: false }} className="mr-tab">
        Dead letters{failures === undefined || failures === 0 ? '' : ` (${failures.toLocaleString('en')})`}
      </Link>
    </nav>
  )
}
