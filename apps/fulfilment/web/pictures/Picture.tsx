import type { ReactNode } from 'react'
import './pictures.css'

/** Each product, drawn: 200 by 160, light from the left. */
const drawings: Readonly<Record<string, ReactNode>> = {
  'Limited Edition Zeebe T-shirt': (
    <>
      <ellipse className="pic-shade" cx="100" cy="143" rx="46" ry="5" />
      <path
        fill="#6b52c7"
        d="M76 26 48 38 30 68l20 13 10-12v70h80V69l10 12 20-13-18-30-28-12c-4 10-13 16-24 16s-20-6-24-16z"
      />
      <path fill="#8169da" d="M76 26 48 38 30 68l20 13 10-12v70h22V52c-4-6-6-15-6-26z" />
      <path className="pic-line" stroke="#4a3598" strokeWidth="3" d="M76 26c4 12 13 19 24 19s20-7 24-19" />
      <path className="pic-line" stroke="#f3efff" strokeWidth="3.4" d="M78 88h12m12 0h16" />
      <circle cx="72" cy="88" r="5.5" fill="none" stroke="#f3efff" strokeWidth="3" />
      <rect x="90" y="80" width="17" height="16" rx="3.5" fill="#f3efff" />
      <circle cx="125" cy="88" r="5.5" fill="#f2b84b" />
    </>
  ),
  'Camunda Escalation Ale': (
    <>
      <ellipse className="pic-shade" cx="100" cy="146" rx="40" ry="5" />
      <path fill="#7d4a1e" d="M88 20h24v28c0 8 14 14 14 30v60c0 4-3 7-7 7H81c-4 0-7-3-7-7V78c0-16 14-22 14-30z" />
      <path fill="#9c6430" d="M88 20h8v30c0 10-12 14-12 30v65h-3c-4 0-7-3-7-7V78c0-16 14-22 14-30z" />
      <rect x="86" y="11" width="28" height="12" rx="3" fill="#e0a83c" />
      <rect x="74" y="80" width="52" height="46" fill="#f6ecd6" />
      <path fill="#c4492f" d="m100 86 15 26H85z" />
      <path className="pic-line" stroke="#f6ecd6" strokeWidth="3" d="M100 95v8" />
      <circle cx="100" cy="107.5" r="1.8" fill="#f6ecd6" />
      <path className="pic-line" stroke="#7d4a1e" strokeWidth="2.4" d="M84 119h32" />
    </>
  ),
  'Real-Life BPMN Book': (
    <>
      <ellipse className="pic-shade" cx="102" cy="144" rx="52" ry="5" />
      <path fill="#e9e3d4" d="M60 24h88v116H60z" />
      <path className="pic-line" stroke="#cfc6b0" strokeWidth="1.5" d="M144 28v108M147 27v110" />
      <path fill="#1f6f6b" d="M54 20h86v116H54z" />
      <path fill="#175653" d="M54 20h12v116H54z" />
      <path className="pic-line" stroke="#f2e7c9" strokeWidth="3" d="M76 38h50M76 48h34" />
      <circle cx="82" cy="86" r="6" fill="none" stroke="#f2e7c9" strokeWidth="2.6" />
      <path className="pic-line" stroke="#f2e7c9" strokeWidth="2.6" d="M88 86h8m18 0h8" />
      <path fill="#f2b84b" d="m105 77 9 9-9 9-9-9z" />
      <circle cx="128" cy="86" r="6" fill="none" stroke="#f2e7c9" strokeWidth="4" />
      <path className="pic-line" stroke="#f2e7c9" strokeWidth="2.6" d="M105 95v15h17" />
      <path className="pic-line" stroke="#8fc2b8" strokeWidth="2.4" d="M76 124h30" />
    </>
  ),
}

const parcel = (
  <>
    <path fill="#b98a58" d="M60 60h80v70H60z" />
    <path fill="#d3a672" d="M60 60h80v18H60z" />
  </>
)

/** Decoration: the name of the product stands beside it. */
export function Picture({ product }: { product: string }) {
  return (
    <svg className="pen-picture" aria-hidden="true" viewBox="0 0 200 160" preserveAspectRatio="xMidYMid meet">
      {drawings[product] ?? parcel}
    </svg>
  )
}
