import { registerBackup } from './backup.ts'
import type { RegisterCommand } from './command.ts'
import { registerDemo } from './demo.ts'
import { registerDoctor } from './doctor.ts'
import { registerConsume } from './kafka/consume.ts'
import { registerGroups } from './kafka/groups.ts'
import { registerProduce } from './kafka/produce.ts'
import { registerTopics } from './kafka/topics.ts'
import { registerKeys } from './keys/keys.ts'
import { registerDeploy } from './processes/deploy.ts'
import { registerIncidents } from './processes/incidents.ts'
import { registerInstances } from './processes/instances.ts'
import { registerJobs } from './processes/jobs.ts'
import { registerMessages } from './processes/messages.ts'
import { registerRestore } from './restore.ts'
import { registerService } from './service.ts'
import { registerSql } from './sql/sql.ts'
import { registerStart } from './start.ts'

/** Every command of `millrace`, in the order of the help. */
export const registry: readonly RegisterCommand[] = [
  registerStart,
  registerDemo,
  registerService,
  registerTopics,
  registerProduce,
  registerConsume,
  registerGroups,
  registerDeploy,
  registerInstances,
  registerMessages,
  registerJobs,
  registerIncidents,
  registerSql,
  registerKeys,
  registerBackup,
  registerRestore,
  registerDoctor,
]
