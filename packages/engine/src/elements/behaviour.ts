import type { ElementKind } from '@millrace/bpmn'
import type { Run, RunOf } from '../runtime/run.ts'

/** What is particular to one kind of element. Steps that are left out are the ordinary ones (lifecycle.ts). */
export interface Behaviour<Kind extends ElementKind> {
  /**
   * From ACTIVATING to ACTIVATED: evaluates, subscribes, and sets off what it does or waits for. What gets `Stuck`
   * leaves an incident, and is done again from the start when that is resolved.
   */
  enter(run: RunOf<Kind>): void
  /** From COMPLETING to COMPLETED. Default: output mappings, no more subscriptions, every outgoing flow. */
  leave?(run: RunOf<Kind>): void
  /** An active scope in which something has ended. Default for scopes: complete when nothing is at work inside. */
  settle?(run: RunOf<Kind>): void
  /** Before an instance inside a multi-instance body completes: may get `Stuck`. */
  childLeaves?(run: RunOf<Kind>, child: Run): void
}
