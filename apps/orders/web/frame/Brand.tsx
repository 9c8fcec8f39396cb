/** The shop's mark: water that goes over a weir. */
export function Brand({ href, name = 'Weir' }: { href: string | undefined; name?: string }) {
  return (
    <a className="mr-app-brand" href={href}>
      <svg aria-hidden="true" width="26" height="26" viewBox="0 0 32 32">
        <rect className="weir-brand-tile" width="32" height="32" rx="8" />
        <path className="weir-brand-wall" d="M6 15.5h5.5c3.4 0 4 4.2 5 8.5H6z" />
        <path className="weir-brand-water" d="M6 10h7.5c8.5 0 4 13.5 12.5 13.5M18.5 10H26" />
      </svg>
      {name}
    </a>
  )
}
