import { ToastProvider, applyTheme, readTheme } from '@millrace/ui'
import '@millrace/ui/styles.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './frame/frame.css'
import { pageAt } from './pages.tsx'

applyTheme(readTheme())
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has lost its #root')
const page = await pageAt(location.pathname)
createRoot(root).render(
  <StrictMode>
    <ToastProvider>{page}</ToastProvider>
  </StrictMode>,
)
