import type { RegisterCommand } from './command.ts'
import { registerDemo } from './demo.ts'
import { registerStart } from './start.ts'

/** Every command of `millrace`, in the order of the help. */
export const registry: readonly RegisterCommand[] = [registerStart, registerDemo]
