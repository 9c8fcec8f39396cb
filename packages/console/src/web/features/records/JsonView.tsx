import { Fold, Icon } from '@millrace/ui'
import { type ReactNode, useState } from 'react'
import { ExactNumber } from './exact-json.ts'

const openDepth = 4
const shownEntries = 100

/** JSON as a tree: objects and arrays fold, long texts too. */
export function JsonView({ value }: { value: unknown }) {
  return (
    <div className="json">
      <Node value={value} depth={0} />
    </div>
  )
}

function Node({ name, value, depth }: { name?: string; value: unknown; depth: number }): ReactNode {
  if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber))
    return <Branch {...(name === undefined ? {} : { name })} value={value} depth={depth} />
  return (
    <div className="json-leaf">
      <Name name={name} />
      <Leaf value={value} />
    </div>
  )
}

function Branch({ name, value, depth }: { name?: string; value: object; depth: number }) {
  const [open, setOpen] = useState(depth < openDepth)
  const [all, setAll] = useState(false)
  const isArray = Array.isArray(value)
  const entries = Object.entries(value)
  const [begin, end] = isArray ? ['[', ']'] : ['{', '}']
  if (entries.length === 0)
    return (
      <div className="json-leaf">
        <Name name={name} />
        {begin}
        {end}
      </div>
    )
  const shown = all ? entries : entries.slice(0, shownEntries)
  return (
    <div className="json-branch">
      <button
        type="button"
        className="json-toggle"
        aria-expanded={open}
        aria-label={`${name ?? 'value'}, ${entries.length} entries`}
        onClick={() => setOpen(!open)}
      >
        <Icon name="chevron" size={10} />
      </button>
      <Name name={name} />
      {begin}
      {!open && (
        <span className="mr-muted">
          {' '}
          {entries.length} {isArray ? 'items' : 'fields'} {end}
        </span>
      )}
      {open && (
        <>
          <div className="json-entries">
            {shown.map(([key, item]) => (
              <Node key={key} {...(isArray ? {} : { name: key })} value={item} depth={depth + 1} />
            ))}
            {shown.length < entries.length && (
              <button type="button" className="json-more" onClick={() => setAll(true)}>
                Show {(entries.length - shown.length).toLocaleString('en')} more
              </button>
            )}
          </div>
          {end}
        </>
      )}
    </div>
  )
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : (
    <>
      <span className="json-name">{name}</span>:{' '}
    </>
  )
}

function Leaf({ value }: { value: unknown }) {
  if (value instanceof ExactNumber) return <span className="json-number">{value.source}</span>
  if (typeof value === 'number') return <span className="json-number">{String(value)}</span>
  if (typeof value === 'string')
    return (
      <span className="json-string">
        "<Fold text={value} limit={300} />"
      </span>
    )
  return <span className="json-literal">{String(value)}</span>
}
