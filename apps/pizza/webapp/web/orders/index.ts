export { OrderListPage } from './OrderListPage.tsx'
export { NoOrder, OrderPage, useOrder } from './OrderPage.tsx'
export { OrderView } from './OrderView.tsx'
