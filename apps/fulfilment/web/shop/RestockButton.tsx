import { Button, Icon, asApiError, newKey, request, useToasts } from '@millrace/ui'
import { useState } from 'react'

/** The seed's button: starts the process that sets each product to two pieces, one after the other. */
export function RestockButton() {
  const [isBusy, setBusy] = useState(false)
  const toasts = useToasts()
  const restock = async () => {
    setBusy(true)
    try {
      const { products } = await request<{ products: readonly string[] }>('/restock', {
        method: 'POST',
        body: {},
        key: newKey(),
      })
      toasts.done(`Restocking ${products.length} products, one after the other.`)
    } catch (error) {
      toasts.failed(`The store was not restocked: ${asApiError(error).message}`)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button icon={<Icon name="refresh" />} busy={isBusy} onClick={() => void restock()}>
      Restock the demo ecommerce store
    </Button>
  )
}
