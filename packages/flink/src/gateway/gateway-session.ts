import { Refusal } from '@millrace/kernel'
import { Session } from '@millrace/sql'
import { SessionCatalog } from '../catalog/session-catalog.ts'
import type { SharedTables } from '../catalog/shared-tables.ts'
import { Operation, type StatementResult } from './operation.ts'

/** One client's session: its catalogue and settings, and the operations it has not closed. */
export class GatewaySession {
  readonly handle: string
  readonly name: string | undefined
  readonly catalog: SessionCatalog
  readonly sql: Session
  /** Inserts between BEGIN STATEMENT SET and END. */
  statementSet: string[] | undefined
  readonly operations = new Map<string, Operation>()
  /** Liveness time of the last call. */
  usedAt: number
  #turn: Promise<void> = Promise.resolve()

  constructor(input: {
    readonly handle: string
    readonly name: string | undefined
    readonly properties: Readonly<Record<string, string>>
    readonly shared: SharedTables
    readonly now: number
  }) {
    this.handle = input.handle
    this.name = input.name
    this.usedAt = input.now
    this.catalog = new SessionCatalog(input.shared)
    this.sql = new Session(this.catalog)
    for (const [key, value] of Object.entries(input.properties)) this.sql.settings.set(key, value)
  }

  /** Runs statements one behind the other: each sees what those before it have made. */
  submit(handle: string, pageRowCount: number, execute: (signal: AbortSignal) => Promise<StatementResult>): Operation {
    const before = this.#turn
    const operation = new Operation(handle, pageRowCount, async (signal) => {
      await before
      return await execute(signal)
    })
    this.#turn = operation.executed
    this.operations.set(handle, operation)
    return operation
  }

  /** @throws Refusal OPERATION_NOT_FOUND */
  operation(handle: string): Operation {
    const found = this.operations.get(handle)
    if (found !== undefined) return found
    throw new Refusal(
      'OPERATION_NOT_FOUND',
      `Can not find the submitted operation in the OperationManager with the ${handle}.`,
    )
  }

  async closeOperation(handle: string): Promise<void> {
    const operation = this.operation(handle)
    this.operations.delete(handle)
    await operation.close()
  }

  async close(): Promise<void> {
    const operations = [...this.operations.values()]
    this.operations.clear()
    await Promise.all(operations.map((operation) => operation.close()))
  }
}
