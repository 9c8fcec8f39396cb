import { Skeleton } from '@millrace/ui'
import { type ComponentProps, Suspense, lazy } from 'react'
import { useProcessXml } from '../../api/processes.ts'
import type { Diagram } from './Diagram.tsx'

const Loaded = lazy(async () => ({ default: (await import('./Diagram.tsx')).Diagram }))

/** The drawing of one version, loaded with what draws it. */
export function LazyDiagram({
  definitionKey,
  ...props
}: { definitionKey: string } & Omit<ComponentProps<typeof Diagram>, 'xml'>) {
  const { data: xml, isError } = useProcessXml(definitionKey)
  if (isError) return null
  const waiting = <Skeleton what="the diagram" />
  if (xml === undefined) return waiting
  return (
    <Suspense fallback={waiting}>
      <Loaded key={definitionKey} xml={xml} {...props} />
    </Suspense>
  )
}
