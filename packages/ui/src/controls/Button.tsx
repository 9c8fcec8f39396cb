import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once per view, `danger` for what cannot be undone, `quiet` inside dense rows. */
  kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  size?: 'normal' | 'small'
  /** Work is under way: the button keeps its place and its name, and takes no second click. */
  busy?: boolean
  icon?: ReactNode
  ref?: Ref<HTMLButtonElement>
}

/** A button; `type="button"` unless told otherwise, so that it never submits a form by accident. */
export function Button({ kind = 'plain', size = 'normal', busy = false, icon, children, ...rest }: ButtonProps) {
  const className = rest.className === undefined ? 'mr-button' : `mr-button ${rest.className}`
  return (
    <button
      type="button"
      {...rest}
      className={className}
      data-kind={kind}
      data-size={size}
      aria-busy={busy || undefined}
      disabled={rest.disabled === true || busy}
    >
      {icon}
      {children}
      {busy && <span aria-hidden="true">…</span>}
    </button>
  )
}
