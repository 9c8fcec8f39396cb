import { Refusal } from '@millrace/kernel'

const SHORTEST = 12
const LONGEST = 256
const DISTINCT_LEAST = 6
/** C0 and C1 controls: prohibited by SASLprep (RFC 4013). */
const CONTROL = /\p{Cc}/u

/**
 * Refuses a password that is guessed too easily. One that is made here has 256 random bits.
 *
 * @throws Refusal WEAK_PASSWORD, which does not repeat it
 */
export function checkPassword(password: string, name: string): void {
  const wrong = weaknessOf(password, name)
  if (wrong !== undefined) {
    throw new Refusal('WEAK_PASSWORD', `the password ${wrong}; leave it out to have a strong one made`)
  }
}

function weaknessOf(password: string, name: string): string | undefined {
  if (password.length < SHORTEST) return `has less than ${SHORTEST} characters`
  if (password.length > LONGEST) return `has more than ${LONGEST} characters`
  if (CONTROL.test(password)) return 'has control characters'
  if (new Set(password).size < DISTINCT_LEAST) return `has less than ${DISTINCT_LEAST} different characters`
  if (password.toLowerCase().includes(name.toLowerCase())) return 'has the name in it'
  return undefined
}
