import { type Resource, SHOWN_MOST, date, flag, int, key, longJson, longText, text } from './resource.ts'

const DEFINITION = 'LEFT JOIN definitions d ON d.key'
const openIncident = (where: string): string =>
  `EXISTS (SELECT 1 FROM incidents open WHERE open.${where} AND open.state = 'ACTIVE')`

/** What every row of a process says of its definition. */
const ofProcess = {
  processDefinitionId: text("coalesce(d.processId, '')"),
  tenantId: text("coalesce(d.tenantId, '<default>')"),
}

/** What can be searched, by the name in the path `/v2/<name>/search`. */
export const resources = {
  'process-definitions': {
    from: 'definitions d',
    key: 'd.key',
    fields: {
      processDefinitionKey: key('d.key'),
      processDefinitionId: text('d.processId'),
      version: int('d.version'),
      versionTag: text('d.versionTag'),
      resourceName: text('d.resourceName'),
      tenantId: text('d.tenantId'),
    },
  },
  'process-instances': {
    from: `instances i ${DEFINITION} = i.definitionKey`,
    key: 'i.key',
    instance: 'i.key',
    fields: {
      processInstanceKey: key('i.key'),
      ...ofProcess,
      processDefinitionVersion: int('d.version'),
      processDefinitionVersionTag: text('d.versionTag'),
      processDefinitionKey: key('i.definitionKey'),
      parentProcessInstanceKey: key('i.parentKey'),
      parentElementInstanceKey: key('i.parentElementKey'),
      startDate: date('i.started'),
      endDate: date('i.ended'),
      state: text('i.state'),
      hasIncident: flag(openIncident('instanceKey = i.key')),
      failure: text('i.failure'),
    },
  },
  'element-instances': {
    from: `elements e ${DEFINITION} = e.definitionKey`,
    key: 'e.key',
    fields: {
      elementInstanceKey: key('e.key'),
      processInstanceKey: key('e.instanceKey'),
      processDefinitionKey: key('e.definitionKey'),
      ...ofProcess,
      elementId: text('e.elementId'),
      type: text('e.type'),
      state: text('e.state'),
      startDate: date('e.started'),
      endDate: date('e.ended'),
      elementInstanceScopeKey: key('e.scopeKey'),
      hasIncident: flag(openIncident('elementKey = e.key')),
      incidentKey: key(
        "(SELECT max(open.key) FROM incidents open WHERE open.elementKey = e.key AND open.state = 'ACTIVE')",
      ),
    },
  },
  'sequence-flows': {
    from: `flows f ${DEFINITION} = f.definitionKey`,
    key: 'f.key',
    fields: {
      sequenceFlowKey: key('f.key'),
      processInstanceKey: key('f.instanceKey'),
      processDefinitionKey: key('f.definitionKey'),
      ...ofProcess,
      elementId: text('f.flowId'),
      takenDate: date('f.taken'),
    },
  },
  variables: {
    from: `variables v LEFT JOIN instances i ON i.key = v.instanceKey ${DEFINITION} = i.definitionKey`,
    key: 'v.key',
    fields: {
      variableKey: key('v.key'),
      name: text('v.name'),
      value: longText('v.value'),
      isTruncated: flag(`(length(v.value) > ${SHOWN_MOST})`),
      scopeKey: key('v.scopeKey'),
      processInstanceKey: key('v.instanceKey'),
      tenantId: ofProcess.tenantId,
      changeDate: date('v.changed'),
    },
  },
  'variable-changes': {
    from: 'changes c',
    key: 'c.position',
    fields: {
      variableKey: key('c.variableKey'),
      name: text('c.name'),
      value: longText('c.value'),
      isTruncated: flag(`(length(c.value) > ${SHOWN_MOST})`),
      scopeKey: key('c.scopeKey'),
      processInstanceKey: key('c.instanceKey'),
      changeDate: date('c.changed'),
    },
  },
  incidents: {
    from: `incidents n LEFT JOIN instances i ON i.key = n.instanceKey ${DEFINITION} = i.definitionKey`,
    key: 'n.key',
    fields: {
      incidentKey: key('n.key'),
      processDefinitionKey: key('i.definitionKey'),
      ...ofProcess,
      processInstanceKey: key('n.instanceKey'),
      elementId: text('n.elementId'),
      elementInstanceKey: key('n.elementKey'),
      errorType: text('n.errorType'),
      errorMessage: longText('n.errorMessage'),
      state: text('n.state'),
      jobKey: key('n.jobKey'),
      creationTime: date('n.created'),
      resolutionTime: date('n.resolved'),
    },
  },
  jobs: {
    from: `jobs j LEFT JOIN instances i ON i.key = j.instanceKey ${DEFINITION} = i.definitionKey`,
    key: 'j.key',
    fields: {
      jobKey: key('j.key'),
      type: text('j.type'),
      state: text('j.state'),
      worker: text('j.worker'),
      retries: int('j.retries'),
      deadline: date('j.deadline'),
      errorCode: text('j.errorCode'),
      errorMessage: longText('j.errorMessage'),
      customHeaders: longJson('j.headers'),
      hasFailedWithRetriesLeft: flag("(j.state = 'FAILED' AND j.retries > 0)"),
      creationTime: date('j.created'),
      endTime: date('j.ended'),
      elementId: text('j.elementId'),
      elementInstanceKey: key('j.elementKey'),
      processInstanceKey: key('j.instanceKey'),
      processDefinitionKey: key('i.definitionKey'),
      ...ofProcess,
    },
  },
  messages: {
    from: 'messages m',
    key: 'm.key',
    fields: {
      messageKey: key('m.key'),
      name: text('m.name'),
      correlationKey: text('m.correlationKey'),
      messageId: text('m.messageId'),
      state: text('m.state'),
      correlations: int('m.correlations'),
      variables: longJson('m.variables'),
      publishDate: date('m.published'),
      deadline: date('m.deadline'),
      expireDate: date('m.expired'),
      tenantId: text('m.tenantId'),
    },
  },
  'message-subscriptions': {
    from: 'subscriptions s LEFT JOIN elements e ON e.key = s.elementKey',
    key: 's.key',
    fields: {
      messageSubscriptionKey: key('s.key'),
      messageSubscriptionType: text('s.type'),
      messageSubscriptionState: text('s.state'),
      messageName: text('s.messageName'),
      correlationKey: text('s.correlationKey'),
      messageKey: key('s.messageKey'),
      processDefinitionId: text('s.processId'),
      processDefinitionKey: key('coalesce(s.definitionKey, e.definitionKey)'),
      processInstanceKey: key('s.instanceKey'),
      elementInstanceKey: key('s.elementKey'),
      elementId: text('e.elementId'),
      lastUpdatedDate: date('s.changed'),
      tenantId: text('s.tenantId'),
    },
  },
} as const satisfies Record<string, Resource>

export type ResourceName = keyof typeof resources
