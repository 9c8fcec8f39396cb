import { registerBackup } from './backup.ts'
import type { RegisterCommand } from './command.ts'
import { registerDemo } from './demo.ts'
import { registerDoctor } from './doctor.ts'
import { registerConsume } from './kafka/consume.ts'
import { registerGroups } from './kafka/groups.ts'
import { registerProduce } from './kafka/produce.ts'
import { registerTopics } from './kafka/topics.ts'
import { registerRestore } from './restore.ts'
import { registerSql } from './sql/sql.ts'
import { registerStart } from './start.ts'

/** Every command of `millrace`, in the order of the help. */
export const registry: readonly RegisterCommand[] = [
  registerStart,
  registerDemo,
  registerTopics,
  registerProduce,
  registerConsume,
  registerGroups,
  registerSql,
  registerBackup,
  registerRestore,
  registerDoctor,
]
