/** What the gateway may use. Each name ends in its unit; at each end stands a Refusal SQL_LIMIT. */
export interface GatewayLimits {
  readonly sessionCount: number
  /** A session that nobody uses for so long is closed; its jobs of INSERT go on. */
  readonly sessionIdleMs: number
  readonly operationsPerSessionCount: number
  /** Largest request. */
  readonly requestBytes: number
  /** Rows of one SELECT that wait to be fetched; the job waits beyond. */
  readonly bufferedRowCount: number
  /** Rows of one page. */
  readonly pageRowCount: number
  /** Jobs that run at once, queries included. */
  readonly jobCount: number
  /** Jobs that are over, and still listed. */
  readonly finishedJobCount: number
  /** Queries whose rows are kept for those who ask and watch. */
  readonly viewCount: number
  /** Rows of one of them. */
  readonly viewRowCount: number
  /** Browsers that watch. */
  readonly watcherCount: number
  /** State of one job, encoded; beyond, the job fails and its last checkpoint stays. */
  readonly stateBytes: number
}

export const DEFAULT_LIMITS: GatewayLimits = {
  sessionCount: 1000,
  sessionIdleMs: 600_000,
  operationsPerSessionCount: 1000,
  requestBytes: 4_000_000,
  bufferedRowCount: 20_000,
  pageRowCount: 5000,
  jobCount: 500,
  finishedJobCount: 100,
  viewCount: 100,
  viewRowCount: 100_000,
  watcherCount: 10_000,
  stateBytes: 64 * 1024 * 1024,
}
