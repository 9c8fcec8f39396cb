import { useState } from 'react'
import type { Summary } from '../api.ts'
import { read } from './data/api.ts'
import { useRead } from './data/use-read.ts'
import { NewEntity } from './forms/NewEntity.tsx'
import { EntityList } from './pages/EntityList.tsx'
import { Header } from './pages/Header.tsx'
import { LatestPurchases } from './pages/LatestPurchases.tsx'
import { Purchases } from './pages/Purchases.tsx'
import { StaleNotice } from './pages/StaleNotice.tsx'
import { SummaryTiles } from './pages/SummaryTiles.tsx'
import { navigate, useRoute } from './route.ts'

export type NewKind = 'customer' | 'product' | 'purchase'

export function App() {
  const route = useRoute()
  const summary = useRead('/api/summary', read<Summary>)
  const [adding, setAdding] = useState<NewKind | undefined>()
  // Until it is known otherwise, so that nothing moves when it is.
  const canWrite = summary.data === undefined || summary.data.writable.length > 0
  return (
    <>
      <a className="mr-skip-link" href="#content">
        To the content
      </a>
      <Header />
      <main id="content" className="store-main" tabIndex={-1}>
        <h1 className="mr-visually-hidden">Store dashboard</h1>
        <StaleNotice />
        <SummaryTiles summary={summary.data} />
        <div className="store-columns">
          <EntityList route={route} onAdd={canWrite ? setAdding : undefined} />
          <LatestPurchases onAdd={canWrite ? () => setAdding('purchase') : undefined} />
        </div>
      </main>
      {route.id !== undefined && (
        <Purchases
          key={`${route.kind}/${route.id}`}
          kind={route.kind}
          id={route.id}
          canDelete={canWrite}
          onClose={() => navigate({ ...route, id: undefined })}
        />
      )}
      {adding !== undefined && <NewEntity kind={adding} onClose={() => setAdding(undefined)} />}
    </>
  )
}
