import type { Answer } from './answer.ts'
import type { EntityModel } from './entity-model.ts'
import type { RequestKey } from './kept.ts'

/** What routes do with entities. */
export interface EntityAccess<S, C> {
  /** As of the last `current`, or later. */
  readonly model: Pick<EntityModel<S>, 'get' | 'find' | 'states'>
  /** Everything acknowledged before this call is in the model. */
  current(): Promise<void>
  /** Called for each changed entity after the model has it. Gives a function that ends it. */
  onChange(listener: (state: S) => void): () => void
  /**
   * Has a command decided by the instance that owns the entity. Resolves when it is decided and durable.
   *
   * @throws Fault OUTCOME_UNKNOWN when the owner does not answer in time.
   */
  submit(id: string, command: C, request?: RequestKey): Promise<Answer>
}
