import { type ReactNode, StrictMode } from 'react'
import { applyTheme, readTheme } from '../controls/theme.ts'
import { ToastProvider } from '../feedback/Toast.tsx'

/** Where an app is rendered; from here on the document has the reader's theme. */
export function rootElement(): HTMLElement {
  applyTheme(readTheme())
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has lost its #root')
  return root
}

/** What stands around an app, or around the page of it that was asked for. */
export function AppRoot({ children }: { children: ReactNode }) {
  return (
    <StrictMode>
      <ToastProvider>{children}</ToastProvider>
    </StrictMode>
  )
}
