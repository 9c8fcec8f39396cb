import { Fragment } from 'react'

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/gu

/** A mail's text, its addresses as links. */
export function MailText({ text }: { text: string }) {
  return (
    <p className="mail-text">
      {pieces(text).map(({ at, before, address }) => (
        <Fragment key={at}>
          {before}
          {address !== undefined && <a href={address}>{address}</a>}
        </Fragment>
      ))}
    </p>
  )
}

interface Piece {
  readonly at: number
  readonly before: string
  readonly address?: string
}

export function pieces(text: string): readonly Piece[] {
  const found = [...text.matchAll(ADDRESS)].map(({ 0: address, index }) => ({ address, index }))
  const ends = [0, ...found.map(({ address, index }) => index + address.length)]
  const linked = found.map(({ address, index }, place) => {
    const at = ends[place] ?? 0
    return { at, before: text.slice(at, index), address }
  })
  const last = ends.at(-1) ?? 0
  return [...linked, { at: last, before: text.slice(last) }]
}
