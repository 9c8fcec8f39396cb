import { Button, Fold, Notice, Status, countOf, formatCount } from '@millrace/ui'
import type { SqlColumn } from '../../../contract/sql.ts'
import { type Change, type Changelog, type Fields, kindTexts, standingRows } from './changelog.ts'
import type { Run } from './use-run.ts'

/** Rows that are drawn; more of them say nothing to an eye. */
const ROWS_SHOWN = 500

interface RunViewProps {
  run: Run
  show: string
  onShow: (show: string) => void
}

const tones = { running: 'info', done: 'ok', stopped: 'neutral', failed: 'bad' } as const

/** One statement and what it gave: a word for DDL, rows for a list, a changelog and its table for a query. */
export function RunView({ run, show, onShow }: RunViewProps) {
  const { statement, state, problem, jobId, log, isQuery, columns } = run
  return (
    <article className="sql-run">
      <header className="mr-row">
        <Status tone={tones[state]}>{state}</Status>
        <code className="sql-text">{statement.text.replaceAll(/\s+/g, ' ').slice(0, 160)}</code>
        {isQuery && <output className="mr-muted">{countOf(log.total, 'change')}</output>}
      </header>
      {problem !== undefined && (
        <Notice tone="bad">
          {problem.line !== undefined && `Line ${problem.line}, column ${problem.column}: `}
          {problem.detail}
        </Notice>
      )}
      {!isQuery && jobId !== undefined && <Notice tone="ok">Runs as job {jobId}: see below.</Notice>}
      {columns.length > 0 && (isQuery || jobId === undefined) && (
        <Given {...{ columns, log, isQuery, show, onShow, isRunning: state === 'running' }} />
      )}
    </article>
  )
}

interface GivenProps {
  columns: readonly SqlColumn[]
  log: Changelog
  isQuery: boolean
  isRunning: boolean
  show: string
  onShow: (show: string) => void
}

function Given({ columns, log, isQuery, isRunning, show, onShow }: GivenProps) {
  if (!isQuery) return <RowTable caption="Result" columns={columns} rows={standingRows(log)} />
  const rows = standingRows(log)
  const waits = log.total === 0 && <p className="mr-muted">{isRunning ? 'Waiting for rows…' : 'No rows.'}</p>
  const asTable = show === 'table'
  return (
    <>
      {/* Two buttons and no tabs: those would weigh on the shell of the console, which has none. */}
      <fieldset className="mr-row sql-choice">
        <legend className="mr-visually-hidden">Result as</legend>
        <Button size="small" aria-pressed={!asTable} onClick={() => onShow('changes')}>
          Changes
        </Button>
        <Button size="small" aria-pressed={asTable} onClick={() => onShow('table')}>
          Table ({formatCount(rows.length)})
        </Button>
      </fieldset>
      {waits ||
        (asTable ? (
          <RowTable caption="Rows that stand now" columns={columns} rows={rows} />
        ) : (
          <ChangeTable columns={columns} changes={log.changes} total={log.total} />
        ))}
    </>
  )
}

function ChangeTable({
  columns,
  changes,
  total,
}: {
  columns: readonly SqlColumn[]
  changes: readonly Change[]
  total: number
}) {
  const shown = changes.slice(-ROWS_SHOWN).toReversed()
  return (
    <Scrolled caption="Changes, the newest first">
      <Head columns={columns} first="Change" />
      <tbody>
        {shown.map(({ at, kind, fields }) => (
          <tr key={at} className={`sql-${kind.toLowerCase()}`}>
            <th scope="row">
              <span className="sql-kind">{kindTexts[kind].sign}</span> {kindTexts[kind].text}
            </th>
            <Cells columns={columns} fields={fields} />
          </tr>
        ))}
      </tbody>
      {total > shown.length && <caption className="mr-muted">The last {formatCount(shown.length)} are shown.</caption>}
    </Scrolled>
  )
}

function RowTable(props: { caption: string; columns: readonly SqlColumn[]; rows: readonly Fields[] }) {
  const { caption, columns, rows } = props
  return (
    <Scrolled caption={caption}>
      <Head columns={columns} />
      <tbody>
        {rows.slice(0, ROWS_SHOWN).map((fields, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- equal rows may stand more than once
          <tr key={index}>
            <Cells columns={columns} fields={fields} />
          </tr>
        ))}
      </tbody>
    </Scrolled>
  )
}

function Scrolled({ caption, children }: { caption: string; children: React.ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it
    <section className="mr-table-scroll sql-scroll" aria-label={caption} tabIndex={0}>
      <table className="mr-table">{children}</table>
    </section>
  )
}

function Head({ columns, first }: { columns: readonly SqlColumn[]; first?: string }) {
  return (
    <thead>
      <tr>
        {first !== undefined && <th scope="col">{first}</th>}
        {columns.map(({ name, logicalType }) => (
          <th key={name} scope="col" data-align={isNumber(logicalType.type) ? 'end' : undefined}>
            {name} <span className="sql-type">{logicalType.type.toLowerCase()}</span>
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Cells({ columns, fields }: { columns: readonly SqlColumn[]; fields: Fields }) {
  return columns.map(({ name, logicalType }, index) => {
    const value = fields[index] ?? null
    return (
      <td key={name} data-align={isNumber(logicalType.type) ? 'end' : undefined}>
        {value === null ? <span className="mr-muted">NULL</span> : <Fold text={value} />}
      </td>
    )
  })
}

function isNumber(type: string): boolean {
  return /^(TINYINT|SMALLINT|INTEGER|BIGINT|FLOAT|DOUBLE|DECIMAL)$/.test(type)
}
