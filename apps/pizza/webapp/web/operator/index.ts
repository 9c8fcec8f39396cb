export { OperatorOrderPage } from './OperatorOrderPage.tsx'
export { OperatorPage } from './OperatorPage.tsx'
