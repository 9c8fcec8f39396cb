const definitions = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="defs" targetNamespace="http://millrace/tests">
${body}
</bpmn:definitions>`

const flow = (from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}" />`

const emitting = (id: string, headers: Readonly<Record<string, string>>): string =>
  `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="cloudevents" /><zeebe:taskHeaders>${Object.entries(
    headers,
  )
    .map(([key, value]) => `<zeebe:header key="${key}" value="${value}" />`)
    .join('')}</zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>`

const message = (id: string, name: string, key?: string): string =>
  key === undefined
    ? `<bpmn:message id="${id}" name="${name}" />`
    : `<bpmn:message id="${id}" name="${name}"><bpmn:extensionElements><zeebe:subscription correlationKey="${key}" /></bpmn:extensionElements></bpmn:message>`

/**
 * Started by the event `<id>.Placed`, asks by `<id>.Asked` and waits for `<id>.Answered`, waits for the message `<id>.Paid`
 * by `=order`, tells `<id>.Done`.
 */
export const orderProcess = (id: string): string =>
  definitions(`${message('placed', `${id}.Placed`)}${message('paid', `${id}.Paid`, '=order')}
<bpmn:process id="${id}" isExecutable="true">
<bpmn:startEvent id="start"><bpmn:messageEventDefinition id="m1" messageRef="placed" /></bpmn:startEvent>${flow('start', 'ask')}
${emitting('ask', { Type: `${id}.Asked`, Mode: 'WAIT_FOR_CLOUD_EVENT', WaitType: `${id}.Answered`, CorrelationKey: '=order' })}${flow('ask', 'pay')}
<bpmn:intermediateCatchEvent id="pay"><bpmn:messageEventDefinition id="m2" messageRef="paid" /></bpmn:intermediateCatchEvent>${flow('pay', 'tell')}
${emitting('tell', { Type: `${id}.Done` })}${flow('tell', 'end')}
<bpmn:endEvent id="end" />
</bpmn:process>`)

/** Started by a call; emits `<id>.Told` to `host`. */
export const tellingProcess = (id: string, host: string): string =>
  definitions(`<bpmn:process id="${id}" isExecutable="true">
<bpmn:startEvent id="start" />${flow('start', 'tell')}
${emitting('tell', { Type: `${id}.Told`, Mode: 'EMIT_ONLY', Host: host, CorrelationKey: 'fixed' })}${flow('tell', 'end')}
<bpmn:endEvent id="end" />
</bpmn:process>`)

/**
 * Started by a call; emits `<id>.Asked` and waits for any event that carries the keys of its job. A business error
 * `NO_CARD` there is caught, and told as `<id>.Refused`.
 */
export const waitingProcess = (id: string): string =>
  definitions(`<bpmn:error id="error" errorCode="NO_CARD" />
<bpmn:process id="${id}" isExecutable="true">
<bpmn:startEvent id="start" />${flow('start', 'ask')}
${emitting('ask', { Type: `${id}.Asked`, Mode: 'WAIT_FOR_CLOUD_EVENT' })}${flow('ask', 'tell')}
<bpmn:boundaryEvent id="caught" attachedToRef="ask"><bpmn:outgoing>caught-refuse</bpmn:outgoing><bpmn:errorEventDefinition id="e1" errorRef="error" /></bpmn:boundaryEvent>${flow('caught', 'refuse')}
${emitting('tell', { Type: `${id}.Done` })}${flow('tell', 'end')}
${emitting('refuse', { Type: `${id}.Refused` })}${flow('refuse', 'over')}
<bpmn:endEvent id="end" /><bpmn:endEvent id="over" />
</bpmn:process>`)
