import type { DatabaseSync } from 'node:sqlite'
import type { Row } from './row.ts'

/** A job that waits for an event. Keys are int64 as text. */
export interface WaitingJob {
  readonly jobKey: string
  readonly workflowKey: string
  readonly workflowInstanceKey: string
  readonly elementId: string
  /** Type of the event that completes it; any without one. */
  readonly waitType: string | undefined
  /** `emitting` until its own event is out; `done`: completed; `gone`: the engine has it no more. */
  readonly state: 'emitting' | 'waiting' | 'done' | 'gone'
  /** Domain time, ms since epoch. */
  readonly since: number
}

/** Among so many of the last jobs settled ones are remembered, so that an event that comes twice is known. */
const SETTLED_MOST = 100_000

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS jobs (job_key TEXT PRIMARY KEY, workflow_key TEXT NOT NULL, instance_key TEXT NOT NULL,
    element_id TEXT NOT NULL, wait_type TEXT, state TEXT NOT NULL, since INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, since);
`

export class JobsTable {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
    database.exec(SCHEMA)
  }

  get(jobKey: string): WaitingJob | undefined {
    const row = this.#database.prepare('SELECT * FROM jobs WHERE job_key = ?').get(jobKey)
    return row && jobOf(row)
  }

  /** Those that are not settled, oldest first. */
  open(most: number): WaitingJob[] {
    const where = `state IN ('emitting', 'waiting') ORDER BY since LIMIT ?`
    return this.#database.prepare(`SELECT * FROM jobs WHERE ${where}`).all(most).map(jobOf)
  }

  /** Those that wait, in the order in which they came, after one of them. */
  waitingAfter(jobKey: string | undefined, most: number): WaitingJob[] {
    const after = `rowid > coalesce((SELECT rowid FROM jobs WHERE job_key = ?), 0)`
    const where = `${after} AND state = 'waiting' ORDER BY rowid LIMIT ?`
    return this.#database
      .prepare(`SELECT * FROM jobs WHERE ${where}`)
      .all(jobKey ?? '', most)
      .map(jobOf)
  }

  /** Before its event is emitted, so that no answer comes too early. A job that is there stays as it is. */
  add(job: Omit<WaitingJob, 'state'>): void {
    this.#database
      .prepare(`INSERT OR IGNORE INTO jobs VALUES (?, ?, ?, ?, ?, 'emitting', ?)`)
      .run(job.jobKey, job.workflowKey, job.workflowInstanceKey, job.elementId, job.waitType ?? null, job.since)
  }

  /** Its event is out; nothing when it was settled meanwhile. */
  emitted(jobKey: string): void {
    this.#database.prepare(`UPDATE jobs SET state = 'waiting' WHERE job_key = ? AND state = 'emitting'`).run(jobKey)
  }

  /** Its event could not be emitted. */
  remove(jobKey: string): void {
    this.#database.prepare('DELETE FROM jobs WHERE job_key = ?').run(jobKey)
  }

  settle(jobKey: string, state: 'done' | 'gone', now: number): void {
    this.#database.prepare('UPDATE jobs SET state = ?, since = ? WHERE job_key = ?').run(state, now, jobKey)
    const old = `rowid <= (SELECT max(rowid) FROM jobs) - ${SETTLED_MOST}`
    this.#database.exec(`DELETE FROM jobs WHERE ${old} AND state IN ('done', 'gone')`)
  }
}

function jobOf(row: Row): WaitingJob {
  const waitType = row['wait_type']
  return {
    jobKey: String(row['job_key']),
    workflowKey: String(row['workflow_key']),
    workflowInstanceKey: String(row['instance_key']),
    elementId: String(row['element_id']),
    waitType: typeof waitType === 'string' ? waitType : undefined,
    state: String(row['state']) as WaitingJob['state'],
    since: Number(row['since']),
  }
}
