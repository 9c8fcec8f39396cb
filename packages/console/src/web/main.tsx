import { ToastProvider, applyTheme, readTheme } from '@millrace/ui'
import '@millrace/ui/styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './api/query-client.ts'
import { openSession, takeTokenFromAddress } from './api/session.ts'
import { LiveContext } from './lib/live-context.ts'
import { LiveStore } from './lib/live-store.ts'
import { createConsoleRouter } from './router.tsx'
import './styles/shell.css'
import './styles/pages.css'

applyTheme(readTheme())

const client = createQueryClient()
const token = takeTokenFromAddress(globalThis.location, globalThis.history)
if (token !== undefined) await openSession(token).catch(() => undefined)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has lost its #root')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <LiveContext value={new LiveStore(client)}>
        <ToastProvider>
          <RouterProvider router={createConsoleRouter()} />
        </ToastProvider>
      </LiveContext>
    </QueryClientProvider>
  </StrictMode>,
)
