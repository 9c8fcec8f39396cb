import { Button, EmptyState, Icon } from '@millrace/ui'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useSearchChange } from '../../lib/use-search-change.ts'
import { Page } from '../../shell/Page.tsx'
import { JobDialog } from './JobDialog.tsx'
import { JobList } from './JobList.tsx'
import { RunView } from './RunView.tsx'
import { SqlEditor, type SqlEditorHandle } from './SqlEditor.tsx'
import { type Statement, positionOf } from './statements.ts'
import { type Run, useRun } from './use-run.ts'
import './sql.css'

const DRAFT = 'millrace.sql.draft'
const FIRST_DRAFT = 'SHOW TABLES;\n'

/** The SQL workspace: statements, what they give as it comes, and the jobs that run on. */
export function SqlPage() {
  const { show = 'changes', job } = useSearch({ from: '/sql' })
  const change = useSearchChange()
  const editor = useRef<SqlEditorHandle>(null)
  const { runs, start, stop } = useRun()
  const running = runs.some(({ state }) => state === 'running')
  const run = () => {
    editor.current?.mark(undefined)
    void start(editor.current?.chosen() ?? [])
  }
  const failed = runs.find(({ state }) => state === 'failed')
  useEffect(() => {
    if (failed !== undefined) editor.current?.mark(faultOf(failed))
  }, [failed])
  const actions = (
    <>
      {running && (
        <Button icon={<Icon name="stop" />} onClick={stop}>
          Stop
        </Button>
      )}
      <Button kind="primary" icon={<Icon name="play" />} onClick={run}>
        Run
      </Button>
    </>
  )
  return (
    <Page title="SQL" actions={actions}>
      <p className="mr-muted">
        Runs what is selected, or all of it (Ctrl+Enter). Every topic is a table; an INSERT becomes a job that runs on.
      </p>
      <SqlEditor
        ref={editor}
        initial={localStorage.getItem(DRAFT) ?? FIRST_DRAFT}
        onChange={(text) => localStorage.setItem(DRAFT, text)}
        onRun={run}
      />
      <section className="sql-runs" aria-label="Results">
        {runs.length === 0 && <EmptyState title="Nothing was run yet" icon="play" />}
        {runs.map((one, index) => (
          <RunView key={keyOf(one.statement, index)} run={one} show={show} onShow={(next) => change({ show: next })} />
        ))}
      </section>
      <JobList onOpen={(id) => change({ job: id }, 'push')} />
      {job !== undefined && <JobDialog id={job} onClose={() => change({ job: undefined })} />}
    </Page>
  )
}

function keyOf({ from }: Statement, index: number): string {
  return `${index}:${from}`
}

function faultOf({ statement, problem }: Run): { at: number; message: string } | undefined {
  if (problem?.line === undefined || problem.column === undefined) return undefined
  return { at: positionOf(statement, problem.line, problem.column), message: problem.detail }
}
