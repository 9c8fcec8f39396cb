/** Names of index entries made of several parts. The separator cannot be typed into a model. */
const join = (...parts: readonly string[]): string => parts.join('\u0000')

export const byCorrelation = (tenantId: string, name: string, correlationKey: string): string =>
  join(tenantId, name, correlationKey)
export const byMessageId = (tenantId: string, name: string, correlationKey: string, messageId: string): string =>
  join(tenantId, name, correlationKey, messageId)
export const byName = (tenantId: string, name: string): string => join(tenantId, name)
export const byProcess = (tenantId: string, bpmnProcessId: string): string => join(tenantId, bpmnProcessId)
export const byStartLock = (tenantId: string, bpmnProcessId: string, correlationKey: string): string =>
  join(tenantId, bpmnProcessId, correlationKey)
