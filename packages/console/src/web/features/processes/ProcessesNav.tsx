import { Link } from '@tanstack/react-router'

/** Between the pages over all processes. */
export function ProcessesNav() {
  return (
    <nav className="mr-tabs" aria-label="Processes">
      <Link to="/processes" activeOptions={{ exact: true, includeSearch: false }} className="mr-tab">
        Processes
      </Link>
      <Link to="/processes/instances" activeOptions={{ exact: true, includeSearch: false }} className="mr-tab">
        Instances
      </Link>
    </nav>
  )
}
