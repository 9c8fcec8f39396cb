import { Button, ErrorState, Icon, Skeleton } from '@millrace/ui'
import { useEffect, useRef, useState } from 'react'
import type { Place } from '../../contract/desk.ts'
import { type DiagramView, openDiagram } from './diagram-view.ts'

interface DiagramProps {
  readonly xml: string
  /** Id of the process. */
  readonly name: string
  readonly places: readonly Place[]
  /** Nothing more will happen: the diagram stays as a whole. */
  readonly isOver: boolean
  readonly selected: string | undefined
  readonly onSelect: (elementId: string) => void
}

/** The process as it is drawn, with the way that the order has come. bpmn-js is loaded when there is one to show. */
export function Diagram({ xml, name, places, isOver, selected, onSelect }: DiagramProps) {
  const { canvas, view, failure } = useDiagram(xml, onSelect)
  useEffect(() => view?.mark(places), [view, places])
  useEffect(() => view?.select(selected), [view, selected])
  const here = isOver ? undefined : places.findLast(({ state }) => state !== 'done')?.elementId
  useEffect(() => view?.show(here), [view, here])
  return (
    <section className="mr-card desk-diagram" aria-labelledby="diagram-title">
      <div className="mr-card-head">
        <h2 id="diagram-title">{name}</h2>
        <div className="mr-row">
          <Button size="small" onClick={() => view?.fit()}>
            Whole diagram
          </Button>
          <Button size="small" aria-label="Closer" icon={<Icon name="plus" />} onClick={() => view?.zoom(1.25)} />
          <Button size="small" aria-label="Farther" icon={<Icon name="minus" />} onClick={() => view?.zoom(0.8)} />
        </div>
      </div>
      <div className="desk-ground">
        <div ref={canvas} className="desk-canvas" />
        {failure !== undefined && <ErrorState title="The diagram could not be drawn" detail={failure} />}
        {failure === undefined && view === undefined && <Skeleton what="the diagram" lines={6} />}
      </div>
    </section>
  )
}

function useDiagram(xml: string, onSelect: (elementId: string) => void) {
  const canvas = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<DiagramView | undefined>()
  const [failure, setFailure] = useState<string | undefined>()
  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    let isGone = false
    let opened: DiagramView | undefined
    openDiagram(element, xml, onSelect).then(
      (found) => {
        if (isGone) found.close()
        else setView((opened = found))
      },
      (error: unknown) => setFailure(String(error)),
    )
    return () => {
      isGone = true
      opened?.close()
      setView(undefined)
    }
  }, [xml, onSelect])
  return { canvas, view, failure }
}
