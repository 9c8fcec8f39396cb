/** What a scenario found: an empty list of failures is a pass. */
export interface Verdict {
  /** One line for a person: how much was done and how often it was killed. */
  readonly summary: string
  readonly failures: readonly string[]
}

const MOST_FAILURES = 20

/** Prints a verdict; true when it is a pass. */
export function printVerdict(name: string, { summary, failures }: Verdict): boolean {
  const passed = failures.length === 0
  console.log(`${passed ? 'passed' : 'FAILED'}  ${name}: ${summary}`)
  for (const failure of failures.slice(0, MOST_FAILURES)) console.log(`        ${failure}`)
  if (failures.length > MOST_FAILURES) console.log(`        and ${failures.length - MOST_FAILURES} more`)
  return passed
}
