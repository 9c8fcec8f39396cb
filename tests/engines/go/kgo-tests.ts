import { run } from '../harness/run.ts'

const PACKAGE = 'github.com/twmb/franz-go/pkg/kgo'

/** What became of the tests of a Go package: their names, those of inner tests with the outer one's before a slash. */
export interface Outcome {
  readonly passed: readonly string[]
  readonly skipped: readonly string[]
  readonly failed: readonly string[]
  /** What the failed ones said, or what kept the package from being tested at all. */
  readonly said: string
}

export interface GoTests {
  readonly cwd: string
  readonly brokers: string
  /** Patterns of Go's -skip, each a test or an inner one. */
  readonly leftOut: readonly string[]
  readonly records: number
  readonly timeoutMs: number
}

interface GoEvent {
  readonly Action: string
  readonly Test?: string
  readonly Output?: string
}

/** Runs franz-go's own tests from the module cache, where go.mod and go.sum say which they are. */
export async function kgoTests({ cwd, brokers, leftOut, records, timeoutMs }: GoTests): Promise<Outcome> {
  const timeout = `${Math.ceil(timeoutMs / 1000)}s`
  const { stdout, stderr } = await run({
    command: 'go',
    args: ['test', '-json', '-vet=off', '-count=1', `-timeout=${timeout}`, `-skip=${leftOut.join('|')}`, PACKAGE],
    cwd,
    env: { KGO_SEEDS: brokers, KGO_TEST_RF: '1', KGO_TEST_RECORDS: String(records), KGO_LOG_LEVEL: 'none' },
    // Go ends a test run that hangs by itself, and says where; the compiler comes before that.
    timeoutMs: timeoutMs + 240_000,
  })
  const events = stdout.trim().split('\n').map(parsed)
  return { ...outcomeOf(events), said: saidByFailed(events) + stderr }
}

/** Go's own lines lie between the events where the package does not compile. */
function parsed(line: string): GoEvent {
  return line.startsWith('{') ? (JSON.parse(line) as GoEvent) : { Action: 'output', Output: `${line}\n` }
}

function outcomeOf(events: readonly GoEvent[]): Omit<Outcome, 'said'> {
  const ended = (action: string): string[] =>
    events.flatMap(({ Action, Test }) => (Action === action ? [Test ?? PACKAGE] : [])).sort()
  return {
    passed: ended('pass').filter((test) => test !== PACKAGE),
    skipped: ended('skip'),
    failed: ended('fail'),
  }
}

function saidByFailed(events: readonly GoEvent[]): string {
  const failed = new Set(events.flatMap(({ Action, Test }) => (Action === 'fail' ? [Test] : [])))
  return events.flatMap(({ Test, Output }) => (failed.has(Test) ? [Output ?? ''] : [])).join('')
}
