import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { Button } from '../controls/Button.tsx'
import { Icon } from '../display/Icon.tsx'

interface DialogProps {
  title: string
  onClose: () => void
  wide?: boolean
  children: ReactNode
}

/**
 * A modal dialog on the browser's own `<dialog>`: focus is kept inside and given back, Escape closes, the page behind is
 * inert. (Radix's dialog locks scrolling through an inline style element, which our content security policy forbids.)
 * Render it while it is open, and take it away when `onClose` is called.
 */
export function Dialog({ title, onClose, wide = false, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // A layout effect: it must be closed before it leaves the document, or the focus is not given back.
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    // Where the work begins, not at the button that ends it.
    dialog?.querySelector<HTMLElement>('.mr-dialog-body :is(input, select, textarea)')?.focus()
    return () => dialog?.close()
  }, [])
  const closeOnBackdrop = (event: MouseEvent) => {
    if (event.target === element.current) onClose()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape is the key for it
    <dialog
      ref={element}
      className="mr-dialog"
      data-wide={wide}
      aria-labelledby={titleId}
      onClick={closeOnBackdrop}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header>
        <h2 id={titleId}>{title}</h2>
        <Button kind="quiet" aria-label="Close" onClick={onClose} icon={<Icon name="close" />} />
      </header>
      <div className="mr-dialog-body">{children}</div>
    </dialog>
  )
}
