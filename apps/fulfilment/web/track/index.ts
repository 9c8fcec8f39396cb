export { OrderList } from './OrderList.tsx'
export { OrderPage } from './OrderPage.tsx'
