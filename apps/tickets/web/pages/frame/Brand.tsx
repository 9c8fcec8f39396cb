import { Link } from './Link.tsx'

/** The shop's mark: a ticket, torn at the stub. */
export function Brand() {
  return (
    <Link className="mr-app-brand" href="/">
      <svg aria-hidden="true" width="28" height="28" viewBox="0 0 32 32">
        <rect className="ts-brand-tile" width="32" height="32" rx="8" />
        <path
          className="ts-brand-ticket"
          d="M6 11.500a2 2 0 012-2h16a2 2 0 012 2v2.200a2.500 2.500 0 000 4.600v2.200a2 2 0 01-2 2H8a2 2 0 01-2-2v-2.200a2.500 2.500 0 000-4.600z"
        />
        <path className="ts-brand-stub" d="M19.500 10.500v11" />
      </svg>
      Turnstile
    </Link>
  )
}
