import { Button, Fold, Icon, Notice } from '@millrace/ui'
import { useState } from 'react'
import type { Content } from '../../../contract/records.ts'
import { JsonView } from './JsonView.tsx'
import { parseJson } from './exact-json.ts'

/** A key or a value: JSON as a tree that folds, or as it was written; text; bytes. */
export function ContentView({ content, label }: { content: Content; label: string }) {
  const [raw, setRaw] = useState(false)
  const json = content.type === 'json' && !content.cut ? parseJson(content.text) : undefined
  if (content.type === 'null')
    return (
      <p className="mr-muted">
        null{label === 'Value' && ': a tombstone, which deletes its key from a compacted topic'}
      </p>
    )
  const text = content.type === 'binary' ? (content.text.match(/.{1,64}/g) ?? []).join('\n') : content.text
  return (
    <div className="content">
      <div className="mr-row content-actions">
        {json !== undefined && (
          <Button size="small" kind="quiet" aria-pressed={raw} onClick={() => setRaw(!raw)}>
            {raw ? 'Show as a tree' : 'Show as written'}
          </Button>
        )}
        <CopyText text={content.text} label={label} />
      </div>
      {content.cut && (
        <Notice tone="info">
          Only the beginning is shown; the whole has {content.bytes.toLocaleString('en')} bytes.
        </Notice>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- it scrolls, so keys must reach it */}
      <div className="content-box" role="group" aria-label={label} tabIndex={0}>
        {json !== undefined && !raw ? <JsonView value={json.value} /> : <Fold text={text} limit={5000} />}
      </div>
    </div>
  )
}

function CopyText({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <Button
      size="small"
      kind="quiet"
      onClick={copy}
      icon={<Icon name={copied ? 'check' : 'copy'} size={14} />}
      aria-label={`Copy ${label.toLowerCase()}`}
    >
      {copied ? 'Copied' : 'Copy'}
    </Button>
  )
}
