import { Icon, Status, type Tone } from '@millrace/ui'
import type { AppLink } from '../../../contract/overview.ts'

const states: Record<AppLink['state'], { tone: Tone; word: string }> = {
  up: { tone: 'ok', word: 'Up' },
  starting: { tone: 'neutral', word: 'Starting' },
  down: { tone: 'bad', word: 'Down' },
}

export function Apps({ apps }: { apps: readonly AppLink[] }) {
  return (
    <section className="mr-panel">
      <h2 className="panel-title">Systems</h2>
      <ul className="apps">
        {apps.map((app) => (
          <li key={app.name}>
            <span>
              {app.state === 'up' ? (
                <a href={app.url} target="_blank" rel="noreferrer">
                  {app.title} <Icon name="external" size={12} />
                </a>
              ) : (
                app.title
              )}
              {app.detail !== undefined && <span className="mr-muted"> {app.detail}</span>}
            </span>
            <Status tone={states[app.state].tone}>{states[app.state].word}</Status>
          </li>
        ))}
      </ul>
    </section>
  )
}
