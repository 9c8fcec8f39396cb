import { AppRoot, rootElement } from '@millrace/ui'
import '@millrace/ui/styles.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { LiveConnection } from './live/connection.ts'
import { LiveContext } from './live/use-live.ts'
import './store.css'

const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
const live = new LiveConnection(`${scheme}://${location.host}/ws`)
live.open()

createRoot(rootElement()).render(
  <AppRoot>
    <LiveContext value={live}>
      <App />
    </LiveContext>
  </AppRoot>,
)
