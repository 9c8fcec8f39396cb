import { AppRoot, rootElement } from '@millrace/ui'
import '@millrace/ui/styles.css'
import '@millrace/ui/app.css'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import './frame/frame.css'

createRoot(rootElement()).render(
  <AppRoot>
    <App />
  </AppRoot>,
)
