import { Button, Icon } from '@millrace/ui'
import { PIECES_MOST } from './basket.ts'

/** One fewer, how many there are, one more. */
export function Pieces(props: { name: string; pieces: number; onPieces: (pieces: number) => void }) {
  const { name, pieces, onPieces } = props
  return (
    <fieldset className="shop-pieces" aria-label={`How many of ${name}`}>
      <Button
        kind="quiet"
        aria-label={`One ${name} fewer`}
        icon={<Icon name={pieces === 1 ? 'trash' : 'minus'} />}
        onClick={() => onPieces(pieces - 1)}
      />
      <output aria-label={`${pieces} of ${name}`}>{pieces}</output>
      <Button
        kind="quiet"
        aria-label={`One ${name} more`}
        icon={<Icon name="plus" />}
        disabled={pieces >= PIECES_MOST}
        onClick={() => onPieces(pieces + 1)}
      />
    </fieldset>
  )
}
