import { Button, Icon, Notice } from '@millrace/ui'
import { useEffect, useRef, useState } from 'react'
import { type Badge, DiagramView } from './diagram-view.ts'
import './diagram.css'

interface DiagramProps {
  xml: string
  /** Names it for those who cannot see it. */
  label: string
  /** Element ids with a class: `ran`, `at-work`, `stuck`, `chosen`. */
  markers: readonly (readonly [id: string, marker: string])[]
  badges?: readonly Badge[]
  onChoose: (elementId: string) => void
}

const NONE: readonly Badge[] = []

/** The drawing of a process, with what happens in it; everything that it shows stands in a list beside it as well. */
export function Diagram({ xml, label, markers, badges = NONE, onChoose }: DiagramProps) {
  const frame = useRef<HTMLDivElement>(null)
  const choose = useRef(onChoose)
  useEffect(() => {
    choose.current = onChoose
  })
  const [view, setView] = useState<DiagramView>()
  const [isBare, setBare] = useState(false)
  useEffect(() => {
    if (frame.current === null) return
    const made = new DiagramView(frame.current, (id) => choose.current(id))
    setView(undefined)
    made.show(xml).then(
      () => setView(made),
      () => setBare(true),
    )
    return () => made.destroy()
  }, [xml])
  useEffect(() => {
    if (view === undefined || frame.current === null) return
    const observer = new ResizeObserver(() => view.fit())
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [view])
  const marked = JSON.stringify(markers)
  useEffect(() => view?.mark(JSON.parse(marked) as typeof markers), [view, marked])
  const badged = JSON.stringify(badges)
  useEffect(() => view?.badge(JSON.parse(badged) as Badge[]), [view, badged])
  if (isBare) return <Notice tone="info">This file cannot be drawn: its elements are in the list.</Notice>
  return (
    <section className="diagram mr-panel" aria-label={label}>
      <div ref={frame} className="diagram-frame" data-ready={view !== undefined} />
      <div className="diagram-tools">
        <Button size="small" aria-label="Smaller" onClick={() => view?.zoom(-1)} icon={<Icon name="minus" />} />
        <Button size="small" aria-label="Larger" onClick={() => view?.zoom(1)} icon={<Icon name="plus" />} />
        <Button size="small" onClick={() => view?.fit()}>
          Fit
        </Button>
      </div>
    </section>
  )
}
