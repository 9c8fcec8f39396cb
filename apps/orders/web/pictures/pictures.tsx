import type { ReactNode } from 'react'
import './pictures.css'

/** Each product, drawn: 200 by 160, light from the left. */
const drawings: Readonly<Record<string, ReactNode>> = {
  green: (
    <>
      <ellipse className="p-shade" cx="100" cy="138" rx="48" ry="6" />
      <path fill="#5b8c57" d="M62 46h76v86c0 4-2 6-6 6H68c-4 0-6-2-6-6z" />
      <path fill="#7bab72" d="M62 46h22v92H68c-4 0-6-2-6-6z" />
      <path fill="#3f6b3f" d="M58 30h84v18H58z" />
      <path fill="#568455" d="M58 30h26v18H58z" />
      <rect x="76" y="68" width="48" height="46" rx="4" fill="#f4f0e1" />
      <path fill="#5b8c57" d="M100 76c12 8 12 22 0 32-12-10-12-24 0-32z" />
      <path className="p-line" stroke="#f4f0e1" strokeWidth="2" d="M100 84v24" />
    </>
  ),
  black: (
    <>
      <ellipse className="p-shade" cx="100" cy="138" rx="48" ry="6" />
      <path fill="#5a3a31" d="M60 40h80v92c0 4-2 6-6 6H66c-4 0-6-2-6-6z" />
      <path fill="#765046" d="M60 40h20v98H66c-4 0-6-2-6-6z" />
      <path fill="#42291f" d="M66 22h68l6 18H60z" />
      <path className="p-line" stroke="#e2b04a" strokeWidth="3" d="M64 28h72" />
      <rect x="76" y="58" width="48" height="58" rx="24" fill="#e8d6b8" />
      <path fill="#a5402d" d="M84 92h32c-2 9-8 14-16 14s-14-5-16-14z" />
      <path
        className="p-line"
        stroke="#a5402d"
        strokeWidth="3"
        d="M92 84c-3-5 3-7 0-12M102 84c-3-5 3-7 0-12M112 84c-3-5 3-7 0-12"
      />
    </>
  ),
  pot: (
    <>
      <ellipse className="p-shade" cx="100" cy="134" rx="56" ry="7" />
      <path className="p-line" stroke="#a5583a" strokeWidth="9" d="M142 74c32-10 34 42-6 40" />
      <path fill="#c06a48" d="M60 96c-16 0-22-22-36-28l4-8c18 4 24 16 38 18z" />
      <path fill="#cf7a55" d="M54 90c0-22 20-36 46-36s46 14 46 36c0 26-16 42-46 42S54 116 54 90z" />
      <path fill="#e39b78" d="M62 88c0-16 12-27 28-29-10 10-14 24-12 44 1 9 3 16 6 22-14-5-22-18-22-37z" />
      <path fill="#b7633f" d="M74 56c2-10 12-16 26-16s24 6 26 16z" />
      <circle cx="100" cy="35" r="7" fill="#a5583a" />
    </>
  ),
  cup: (
    <>
      <ellipse className="p-shade" cx="78" cy="132" rx="42" ry="6" />
      <ellipse className="p-shade" cx="142" cy="128" rx="32" ry="5" />
      <path fill="#8aa3a0" d="M108 74h68c0 32-12 54-34 54s-34-22-34-54z" />
      <ellipse cx="142" cy="74" rx="34" ry="7" fill="#a9bfbc" />
      <ellipse cx="142" cy="75" rx="28" ry="5" fill="#6b4a2c" />
      <path fill="#cf7a55" d="M34 72h88c0 38-16 60-44 60S34 110 34 72z" />
      <path fill="#e39b78" d="M42 80c2 26 10 42 24 49-18-5-28-22-30-49z" />
      <ellipse cx="78" cy="72" rx="44" ry="9" fill="#e5a888" />
      <ellipse cx="78" cy="73" rx="37" ry="6.5" fill="#8a5a2f" />
      <path className="p-steam" d="M66 58c-6-8 6-12 0-20M84 58c-6-8 6-12 0-20" />
    </>
  ),
  kettle: (
    <>
      <ellipse className="p-shade" cx="98" cy="138" rx="52" ry="6" />
      <path className="p-line" stroke="#2f363c" strokeWidth="8" d="M64 60c0-46 72-46 72 0" />
      <path fill="#9aa5ad" d="M128 84c18-2 20-18 34-22l6 8c-12 8-14 30-32 36z" />
      <path fill="#b4bec5" d="M62 62h76l10 64c1 7-4 12-12 12H64c-8 0-13-5-12-12z" />
      <path fill="#d9e0e4" d="M74 62h18l-6 76H70c-8 0-11-5-10-12z" />
      <path fill="#8b969e" d="M66 62c2-8 14-12 34-12s32 4 34 12z" />
      <circle cx="100" cy="46" r="6" fill="#2f363c" />
      <path fill="#8b969e" d="M51 126h98c0 8-5 12-13 12H64c-8 0-13-4-13-12z" opacity=".6" />
    </>
  ),
  timer: (
    <>
      <ellipse className="p-shade" cx="100" cy="142" rx="40" ry="5" />
      <path className="p-line" stroke="#8c6239" strokeWidth="5" d="M72 28v106M128 28v106" />
      <path
        className="p-glass"
        d="M80 30h40v18c0 16-14 22-14 33s14 17 14 33v18H80v-18c0-16 14-22 14-33s-14-17-14-33z"
      />
      <path fill="#d8873e" d="M83 50h34c0 14-14 18-16 30h-2c-2-12-16-16-16-30z" />
      <path fill="#d8873e" d="M99 80h2v28c10 4 18 12 18 22H81c0-10 8-18 18-22z" />
      <path fill="#ecb077" d="M83 50h34l-3 8H86z" />
      <rect x="62" y="20" width="76" height="12" rx="5" fill="#a87746" />
      <rect x="62" y="130" width="76" height="12" rx="5" fill="#a87746" />
      <rect x="62" y="20" width="24" height="12" rx="5" fill="#c29361" />
      <rect x="62" y="130" width="24" height="12" rx="5" fill="#c29361" />
    </>
  ),
  parcel: (
    <>
      <ellipse className="p-shade" cx="100" cy="134" rx="56" ry="7" />
      <path fill="#d3a673" d="M100 36l54 22v54l-54 22-54-22V58z" />
      <path fill="#bd8e5b" d="M100 80l54-22v54l-54 22z" />
      <path fill="#e3bf93" d="M100 36l54 22-54 22-54-22z" />
      <path fill="#f2dfc4" d="M70 48l54 22v18l-12 5V75L58 53z" />
    </>
  ),
}

/** Products say by their SKU which drawing is theirs: `POT-CLAY-1` has the pot's; one without gets a parcel. */
export function drawingOf(sku: string): string {
  return Object.keys(drawings).find((name) => sku.toLowerCase().includes(name)) ?? 'parcel'
}

/** A product's picture; decoration, as its name stands beside it. */
export function Picture({ sku }: { sku: string }) {
  const drawing = drawingOf(sku)
  return (
    <svg className="weir-picture" data-drawing={drawing} viewBox="0 0 200 160" aria-hidden="true">
      {drawings[drawing]}
    </svg>
  )
}
