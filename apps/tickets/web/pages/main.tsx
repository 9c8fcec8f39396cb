import { ToastProvider, applyTheme, readTheme } from '@millrace/ui'
import '@millrace/ui/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import './frame/frame.css'

applyTheme(readTheme())
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has lost its #root')
createRoot(root).render(
  <StrictMode>
    <ToastProvider>
      <App />
    </ToastProvider>
  </StrictMode>,
)
