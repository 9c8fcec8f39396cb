import { Dialog, Skeleton, Status, type Tone } from '@millrace/ui'
import type { DemoRun } from '../../../contract/overview.ts'
import { useDemo } from '../../api/demos.ts'

const states: Record<DemoRun['state'], { tone: Tone; word: string }> = {
  running: { tone: 'info', word: 'Running' },
  done: { tone: 'ok', word: 'Done' },
  failed: { tone: 'bad', word: 'Failed' },
}

/** What a demo prints, as it prints it: only what others have answered. */
export function DemoDialog({ app, onClose }: { app: string; onClose: () => void }) {
  const { data: run } = useDemo(app)
  return (
    <Dialog title={`Demo of ${app}`} onClose={onClose}>
      {run === undefined ? (
        <Skeleton what="demo" />
      ) : (
        <div className="demo">
          <p className="mr-row">
            <Status tone={states[run.state].tone}>{states[run.state].word}</Status>
            <span className="mr-muted">On a platform of its own; the one here is left alone.</span>
          </p>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
          <pre className="demo-lines" tabIndex={0} aria-label="What it printed" aria-live="polite">
            {run.lines.join('\n') || 'Starting a platform…'}
          </pre>
        </div>
      )}
    </Dialog>
  )
}
