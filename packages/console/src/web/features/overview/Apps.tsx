import { Button, Icon, Status, type Tone, useToasts } from '@millrace/ui'
import type { AppLink } from '../../../contract/overview.ts'
import { useStartDemo } from '../../api/demos.ts'
import { errorText } from '../../api/request.ts'

const states: Record<AppLink['state'], { tone: Tone; word: string }> = {
  up: { tone: 'ok', word: 'Up' },
  starting: { tone: 'neutral', word: 'Starting' },
  down: { tone: 'bad', word: 'Down' },
}

interface AppsProps {
  apps: readonly AppLink[]
  onDemo: (app: string) => void
}

/** The systems: what each is, whether it works, its pages, and a journey through it. */
export function Apps({ apps, onDemo }: AppsProps) {
  return (
    <section className="mr-panel">
      <h2 className="panel-title">Systems</h2>
      <ul className="apps">
        {apps.map((app) => (
          <App key={app.name} app={app} onDemo={onDemo} />
        ))}
      </ul>
    </section>
  )
}

function App({ app, onDemo }: { app: AppLink; onDemo: (app: string) => void }) {
  const { name, title, pages, state, detail } = app
  const start = useStartDemo(name)
  const toasts = useToasts()
  const run = () =>
    start.mutate(undefined, { onSuccess: () => onDemo(name), onError: (error) => toasts.failed(errorText(error)) })
  return (
    <li aria-labelledby={`app-${name}`}>
      <div className="app-head">
        <h3 id={`app-${name}`}>{name}</h3>
        <Status tone={states[state].tone}>{states[state].word}</Status>
        <Button size="small" onClick={run} busy={start.isPending} icon={<Icon name="play" size={12} />}>
          Demo<span className="mr-visually-hidden"> of {name}</span>
        </Button>
      </div>
      <p className="mr-muted">{title}</p>
      {detail !== undefined && <p>{detail}</p>}
      <ul className="app-pages" aria-label={`Pages of ${name}`}>
        {pages.map((page) => (
          <li key={page.url}>
            <a href={page.url} target="_blank" rel="noreferrer">
              {page.title} <Icon name="external" size={12} />
            </a>
          </li>
        ))}
      </ul>
    </li>
  )
}
