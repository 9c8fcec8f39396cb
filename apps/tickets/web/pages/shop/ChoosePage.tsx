import { EmptyState } from '@millrace/ui'
import { useEffect } from 'react'
import { Alone } from '../frame/Alone.tsx'
import { Frame } from '../frame/Frame.tsx'
import { Link } from '../frame/Link.tsx'
import { Missing } from '../frame/Missing.tsx'
import { go } from '../frame/route.ts'
import type { Visit } from '../live/use-visit.ts'
import { ChooseForm } from './ChooseForm.tsx'
import { isOpen } from './purchase.ts'
import './shop.css'

/** The shop: which tickets, and how many. Open to those whose turn it is. */
export function ChoosePage({ visit }: { visit: Visit }) {
  return (
    <Frame place="choose" title="Choose your tickets" live={visit.live} offset={visit.offset}>
      <Now visit={visit} />
    </Frame>
  )
}

function Now({ visit }: { visit: Visit }) {
  const { view, visit: mine } = visit
  const open = mine?.purchases.find(isOpen)
  useEffect(() => {
    // One purchase at a time: what is held is paid for or given back first.
    if (open !== undefined) go(`/pay?reservationId=${open.reservationId}`, 'replace')
  }, [open])
  if (view?.stock === undefined || mine === undefined || mine.place === null) {
    return <Missing page="Choose your tickets" what="the tickets" visit={visit} />
  }
  if (mine.place.status !== 'admitted')
    return <NotIn isInLine={mine.place.status === 'waiting' || mine.place.status === 'early'} />
  return <ChooseForm visit={visit} stock={view.stock} place={mine.place} />
}

function NotIn({ isInLine }: { isInLine: boolean }) {
  const action = (
    <Link className="mr-button" data-kind="primary" href="/">
      {isInLine ? 'Back to your place' : 'To the sale'}
    </Link>
  )
  return (
    <Alone title="Choose your tickets">
      <EmptyState
        icon="lock"
        title={isInLine ? 'It is not your turn yet' : 'The shop is open to those whose turn it is'}
        action={action}
      >
        {isInLine
          ? 'Your place in line is kept. This page opens when it is your turn.'
          : 'Join the line first. You are let in when it is your turn.'}
      </EmptyState>
    </Alone>
  )
}
