import type { CloudEvent } from '@millrace/cloudevents'
import type { ZeebeClient } from '@millrace/client/zeebe'
import type { ServicePorts } from '@millrace/kernel'
import type { Emit } from '../events/emit.ts'
import type { Settings } from '../settings.ts'
import type { RouterStore } from '../store/router-store.ts'
import type { UnmatchedReason } from '../store/unmatched-table.ts'
import type { Outcome } from './outcome.ts'

/** What routing works with. */
export interface Routing {
  readonly zeebe: ZeebeClient
  readonly store: RouterStore
  readonly emit: Emit
  readonly settings: Settings
  readonly ports: ServicePorts
}

/** Keeps an event that found nothing, so that it is shown. */
export function unmatched(
  { store, ports }: Pick<Routing, 'store' | 'ports'>,
  event: CloudEvent,
  reason: UnmatchedReason,
  detail: string,
): Outcome {
  store.unmatched.add(event, reason, detail, ports.clocks.domain.now())
  return { kind: 'unmatched', reason, detail }
}
