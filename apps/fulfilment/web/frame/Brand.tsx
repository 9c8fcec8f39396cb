/** The shop's mark: a gate that lets through what there is. */
export function Brand({ href }: { href: string | undefined }) {
  return (
    <a className="mr-app-brand" href={href}>
      <svg aria-hidden="true" width="26" height="26" viewBox="0 0 32 32">
        <rect className="pen-brand-tile" width="32" height="32" rx="8" />
        <path className="pen-brand-posts" d="M8 7v18M24 7v18" />
        <rect className="pen-brand-gate" x="8" y="13" width="16" height="6" />
      </svg>
      Penstock
    </a>
  )
}
