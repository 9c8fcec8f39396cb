import { ToastProvider, applyTheme, readTheme } from '@millrace/ui'
import '@millrace/ui/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { LiveConnection } from './live/connection.ts'
import { LiveContext } from './live/use-live.ts'
import './store.css'

applyTheme(readTheme())

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has lost its #root')

const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
const live = new LiveConnection(`${scheme}://${location.host}/ws`)
live.open()

createRoot(root).render(
  <StrictMode>
    <LiveContext value={live}>
      <ToastProvider>
        <App />
      </ToastProvider>
    </LiveContext>
  </StrictMode>,
)
