/* oxlint-disable jsx-a11y/prefer-tag-over-role -- rows that are placed one by one cannot be rows of a <table> */
import { RelativeTime, formatBytes } from '@millrace/ui'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef } from 'react'
import type { Content, RecordView } from '../../../contract/records.ts'
import { placeText } from './wanted.ts'

interface ListProps {
  records: readonly RecordView[]
  open: string | undefined
  onOpen: (record: string | undefined) => void
}

const rowHeight = 32

/**
 * Records in rows of which only those in sight exist. One row is in the tab order; arrow keys, Home and End move, Enter
 * opens, Escape closes.
 */
export function RecordList({ records, open, onOpen }: ListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- its functions change with every scroll; no compiler memoises here
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => placeText(records[index] as RecordView),
    initialRect: { width: 800, height: 600 },
  })
  const openIndex = records.findIndex((record) => placeText(record) === open)
  const move = (event: KeyboardEvent) => {
    const target = targetOf(event.key, openIndex, records.length)
    const record = target === undefined ? undefined : records[target]
    if (event.key === 'Escape') onOpen(undefined)
    if (record === undefined || target === undefined) return
    event.preventDefault()
    onOpen(placeText(record))
    rows.scrollToIndex(target)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-place="${placeText(record)}"]`)?.focus(),
    )
  }
  const stop = openIndex === -1 ? 0 : openIndex
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a grid whose rows take the keys
    <div
      role="grid"
      aria-label="Records"
      aria-rowcount={records.length + 1}
      className="record-grid"
      onKeyDown={move}
      tabIndex={-1}
    >
      <div role="row" aria-rowindex={1} className="record-row record-head">
        {['Part.', 'Offset', 'Time', 'Key', 'Value', 'Size'].map((name) => (
          <div role="columnheader" key={name} className={`cell-${name.toLowerCase().replace('.', '')}`} tabIndex={-1}>
            {name}
          </div>
        ))}
      </div>
      <div ref={scroller} role="rowgroup" className="record-scroll">
        <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {rows.getVirtualItems().map((item) => {
            const record = records[item.index] as RecordView
            return (
              <RecordRow
                key={item.key}
                record={record}
                index={item.index}
                top={item.start}
                isOpen={item.index === openIndex}
                isTabStop={item.index === stop}
                onOpen={onOpen}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

function targetOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, count - 1)
    case 'ArrowUp':
      return Math.max(at - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

interface RowProps {
  record: RecordView
  index: number
  top: number
  isOpen: boolean
  isTabStop: boolean
  onOpen: (record: string | undefined) => void
}

function RecordRow({ record, index, top, isOpen, isTabStop, onOpen }: RowProps) {
  const place = placeText(record)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      data-place={place}
      tabIndex={isTabStop ? 0 : -1}
      className="record-row record-line"
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(isOpen ? undefined : place)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onOpen(place)
      }}
    >
      <div role="gridcell" className="cell-part" tabIndex={-1}>
        {record.partition}
      </div>
      <div role="gridcell" className="cell-offset" tabIndex={-1}>
        {record.offset}
      </div>
      <div role="gridcell" className="cell-time" tabIndex={-1}>
        <RelativeTime at={record.timestamp} />
      </div>
      <div role="gridcell" className="cell-key" tabIndex={-1}>
        <Short content={record.key} />
      </div>
      <div role="gridcell" className="cell-value" tabIndex={-1}>
        <Short content={record.value} />
      </div>
      <div role="gridcell" className="cell-size" tabIndex={-1}>
        {formatBytes(record.key.bytes + record.value.bytes)}
      </div>
    </div>
  )
}

const shortCharacters = 400

/** One line of a key or a value; what is not text says so. */
function Short({ content }: { content: Content }) {
  if (content.type === 'null') return <span className="mr-muted">null</span>
  if (content.type === 'binary') return <span className="mr-muted">0x{content.text.slice(0, shortCharacters)}</span>
  if (content.text === '') return <span className="mr-muted">empty</span>
  return content.text.slice(0, shortCharacters)
}
