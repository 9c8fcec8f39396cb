import { useEffect, useState } from 'react'
import { Icon } from './Icon.tsx'

/** An id in full or cut by the layout, with a button that copies it and says so. `name` tells what is copied. */
export function CopyId({ id, name = 'id' }: { id: string; name?: string }) {
  const [copied, setCopied] = useState<'yes' | 'no' | undefined>()
  useEffect(() => {
    if (copied === undefined) return
    const timer = setTimeout(() => setCopied(undefined), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    navigator.clipboard.writeText(id).then(
      () => setCopied('yes'),
      () => setCopied('no'),
    )
  }
  return (
    <span className="mr-copy">
      <span title={id}>{id}</span>
      <button type="button" onClick={copy} aria-label={`Copy ${name} ${id}`}>
        <Icon name={copied === 'yes' ? 'check' : 'copy'} size={14} />
      </button>
      <output className="mr-visually-hidden">
        {copied === 'yes' ? 'Copied' : copied === 'no' ? 'Copying is not allowed here' : ''}
      </output>
    </span>
  )
}
