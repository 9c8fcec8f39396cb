import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

export interface Tab {
  id: string
  title: ReactNode
  content: ReactNode
}

/**
 * Tabs within a page; the chosen one is the caller's, so that it can live in the URL. Between pages use links in a
 * `<nav className="mr-tabs">` instead: they look the same and can be opened in a new window.
 */
export function Tabs(props: { label: string; tabs: readonly Tab[]; value: string; onChange: (id: string) => void }) {
  return (
    <Primitive.Root value={props.value} onValueChange={props.onChange}>
      <Primitive.List className="mr-tabs" aria-label={props.label}>
        {props.tabs.map((tab) => (
          <Primitive.Trigger key={tab.id} value={tab.id} className="mr-tab">
            {tab.title}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {props.tabs.map((tab) => (
        <Primitive.Content key={tab.id} value={tab.id}>
          {tab.content}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  )
}
