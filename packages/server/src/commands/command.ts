import type { Environment } from '@millrace/kernel'
import type { Command } from 'commander'

/**
 * Adds one command to the program. What it needs is imported in its action, so that `--help` of one does not load the
 * others. `exit` sets the exit code of a command that ends without an error but did not find what it should.
 */
export type RegisterCommand = (program: Command, environment: Environment, exit: (code: number) => void) => void
