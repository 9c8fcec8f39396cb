import { AppRoot, pageAt, rootElement } from '@millrace/ui'
import '@millrace/ui/styles.css'
import '@millrace/ui/app.css'
import { createRoot } from 'react-dom/client'
import './frame/frame.css'
import { pages } from './pages.tsx'

createRoot(rootElement()).render(<AppRoot>{await pageAt(pages, location.pathname)}</AppRoot>)
