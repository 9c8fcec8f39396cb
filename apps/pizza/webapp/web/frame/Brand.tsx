/** The shop's mark: a pizza on its stone, one slice gone. */
export function Brand() {
  return (
    <a className="mr-app-brand" href="/">
      <svg aria-hidden="true" width="28" height="28" viewBox="0 0 32 32">
        <circle className="stone-brand-stone" cx="16" cy="16" r="15" />
        <path className="stone-brand-pie" d="M16 4a12 12 0 1 0 12 12H16z" />
        <g className="stone-brand-stone">
          <circle cx="11" cy="12" r="2.4" />
          <circle cx="11" cy="20" r="2.4" />
          <circle cx="19" cy="21" r="2.4" />
        </g>
      </svg>
      <span className="stone-brand-name">Millstone</span>
    </a>
  )
}
