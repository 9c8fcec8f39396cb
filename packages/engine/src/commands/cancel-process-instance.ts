import { type Command, reject } from './command.ts'

export interface CancelProcessInstance {
  readonly processInstanceKey: number
}

/** Ends a process and everything in it, called processes too. */
export const cancelProcessInstance: Command<CancelProcessInstance, void> = (step, { processInstanceKey }) => {
  const instance = step.state.instances.get(processInstanceKey)
  const asked = `Expected to cancel a process instance with key '${processInstanceKey}', but`
  if (instance === undefined || instance.scopeKey !== -1 || instance.phase === 'TERMINATING') {
    throw reject('NOT_FOUND', `${asked} no such process was found`)
  }
  if (step.state.banned.has(processInstanceKey)) {
    throw reject('INVALID_STATE', `${asked} it is banned: its work failed by a fault of the engine`)
  }
  if (instance.parentElementInstanceKey !== -1) {
    let root = instance
    for (let next = step.state.instances.get(root.parentElementInstanceKey); next !== undefined;) {
      root = step.state.instances.get(next.processInstanceKey) ?? root
      next = step.state.instances.get(root.parentElementInstanceKey)
    }
    const text = `${asked} it is created by a parent process instance. Cancel the root process instance '${root.key}' instead.`
    throw reject('INVALID_STATE', text)
  }
  step.follow({ kind: 'terminate', key: processInstanceKey })
}
