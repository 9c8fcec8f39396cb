/** Wraps the contents of an executable process `p`, and what stands beside it, as a file. */
export const file = (contents: string, roots = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="http://t">${roots}<bpmn:process id="p" isExecutable="true">${contents}</bpmn:process></bpmn:definitions>`

const flow = (id: string, from: string, to: string, inner = ''): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}">${inner}</bpmn:sequenceFlow>`
const extended = (inner: string): string => `<bpmn:extensionElements>${inner}</bpmn:extensionElements>`
/** start -> the element with id `t` -> end */
const around = (element: string, roots = ''): string =>
  file(
    `<bpmn:startEvent id="s"/>${element}<bpmn:endEvent id="e"/>${flow('f1', 's', 't')}${flow('f2', 't', 'e')}`,
    roots,
  )
const serviceTask = (inner: string): string => `<bpmn:serviceTask id="t">${inner}</bpmn:serviceTask>`
const job = '<zeebe:taskDefinition type="x"/>'
const catching = (inner: string): string => `<bpmn:intermediateCatchEvent id="t">${inner}</bpmn:intermediateCatchEvent>`
const throwing = (inner: string): string => `<bpmn:intermediateThrowEvent id="t">${inner}</bpmn:intermediateThrowEvent>`
const mapped = (mapping: string): string =>
  around(serviceTask(extended(`${job}<zeebe:ioMapping>${mapping}</zeebe:ioMapping>`)))
const boundary = (inner: string, attributes = ''): string =>
  file(
    `<bpmn:startEvent id="s"/><bpmn:serviceTask id="t">${extended(job)}</bpmn:serviceTask><bpmn:endEvent id="e"/><bpmn:boundaryEvent id="b" attachedToRef="t" ${attributes}><bpmn:outgoing>f3</bpmn:outgoing>${inner}</bpmn:boundaryEvent><bpmn:endEvent id="e2"/>${flow('f1', 's', 't')}${flow('f2', 't', 'e')}${flow('f3', 'b', 'e2')}`,
    '<bpmn:error id="err" errorCode="=x"/><bpmn:error id="err2" errorCode="c"/><bpmn:escalation id="esc" escalationCode="c"/>',
  )
const started = (start: string, roots = ''): string =>
  file(`${start}<bpmn:endEvent id="e"/>${flow('f', 's', 'e')}`, roots)
const eventSubProcess = (start: string, attributes = ''): string =>
  file(
    `<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>${flow('f', 's', 'e')}<bpmn:subProcess id="sub" triggeredByEvent="true"><bpmn:startEvent id="ss" ${attributes}>${start}</bpmn:startEvent><bpmn:endEvent id="se"/>${flow('sf', 'ss', 'se')}</bpmn:subProcess>`,
    '<bpmn:error id="err" errorCode="c"/>',
  )
const gateway = (tag: string, inner: string, attributes = ''): string =>
  file(
    `<bpmn:startEvent id="s"/><bpmn:${tag} id="g" ${attributes}><bpmn:outgoing>f2</bpmn:outgoing><bpmn:outgoing>f3</bpmn:outgoing></bpmn:${tag}><bpmn:endEvent id="e"/><bpmn:endEvent id="e2"/>${flow('f1', 's', 'g')}${inner}`,
  )
const loop = (zeebe: string, rest = ''): string =>
  around(
    serviceTask(
      `${extended(job)}<bpmn:multiInstanceLoopCharacteristics>${zeebe === '' ? '' : extended(zeebe)}${rest}</bpmn:multiInstanceLoopCharacteristics>`,
    ),
  )
const userTask = (inner: string): string => around(`<bpmn:userTask id="t">${extended(inner)}</bpmn:userTask>`)
const timer = (inner: string): string => `<bpmn:timerEventDefinition id="td">${inner}</bpmn:timerEventDefinition>`
const message = (id: string, name: string, key = ''): string =>
  `<bpmn:message id="${id}" ${name === '' ? '' : `name="${name}"`}>${key === '' ? '' : extended(`<zeebe:subscription correlationKey="${key}"/>`)}</bpmn:message>`
const formed = (inner: string, zeebe = ''): string => userTask(`${zeebe}<zeebe:formDefinition ${inner}/>`)
const called = (attributes: string): string =>
  around(`<bpmn:callActivity id="t">${extended(`<zeebe:calledElement ${attributes}/>`)}</bpmn:callActivity>`)

/** Files that cannot be deployed, by what is wrong with them. What Zeebe says of each is in `rejections.json`. */
export const rejections: Readonly<Record<string, string>> = {
  'a service task with two task definitions': around(serviceTask(extended(job + job))),
  'a task definition without type': around(serviceTask(extended('<zeebe:taskDefinition/>'))),
  'a task definition with empty type and retries': around(
    serviceTask(extended('<zeebe:taskDefinition type="" retries=""/>')),
  ),
  'a job type that is no FEEL': around(serviceTask(extended('<zeebe:taskDefinition type="=1 +"/>'))),
  'a script task without script': around('<bpmn:scriptTask id="t"/>'),
  'a script task with script and job': around(
    `<bpmn:scriptTask id="t">${extended(`${job}<zeebe:script expression="=1" resultVariable="r"/>`)}</bpmn:scriptTask>`,
  ),
  'a script without result variable': around(
    `<bpmn:scriptTask id="t">${extended('<zeebe:script expression="=1"/>')}</bpmn:scriptTask>`,
  ),
  'a script that is a static value': around(
    `<bpmn:scriptTask id="t">${extended('<zeebe:script expression="1" resultVariable="r"/>')}</bpmn:scriptTask>`,
  ),
  'a business rule task without decision': around('<bpmn:businessRuleTask id="t"/>'),
  'a decision without id': around(
    `<bpmn:businessRuleTask id="t">${extended('<zeebe:calledDecision resultVariable="r"/>')}</bpmn:businessRuleTask>`,
  ),
  'a send task without job': around('<bpmn:sendTask id="t"/>'),
  'a receive task without message': around('<bpmn:receiveTask id="t"/>'),
  'a receive task whose message has no key': around('<bpmn:receiveTask id="t" messageRef="m"/>', message('m', 'n')),
  'a receive task with a boundary event of its message': file(
    `<bpmn:startEvent id="s"/><bpmn:receiveTask id="t" messageRef="m"/><bpmn:endEvent id="e"/><bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:outgoing>f3</bpmn:outgoing><bpmn:messageEventDefinition messageRef="m"/></bpmn:boundaryEvent><bpmn:endEvent id="e2"/>${flow('f1', 's', 't')}${flow('f2', 't', 'e')}${flow('f3', 'b', 'e2')}`,
    message('m', 'n', '=k'),
  ),
  'a call activity without called element': around('<bpmn:callActivity id="t"/>'),
  'a called element without process id': called('processId=""'),
  'a binding that there is none of': called('processId="q" bindingType="newest"'),
  'a version tag without its binding': called('processId="q" versionTag="1"'),
  'a version tag binding without tag': called('processId="q" bindingType="versionTag"'),
  'a correlation key that is a static value': around(
    catching('<bpmn:messageEventDefinition id="md" messageRef="m"/>'),
    message('m', 'n', 'k'),
  ),
  'a correlation key that is empty': around(
    catching('<bpmn:messageEventDefinition id="md" messageRef="m"/>'),
    `<bpmn:message id="m" name="n">${extended('<zeebe:subscription correlationKey=""/>')}</bpmn:message>`,
  ),
  'a message name that is no FEEL': around(
    catching('<bpmn:messageEventDefinition id="md" messageRef="m"/>'),
    message('m', '=1 +', '=k'),
  ),
  'a message start event without message': started(
    '<bpmn:startEvent id="s"><bpmn:messageEventDefinition id="md"/></bpmn:startEvent>',
  ),
  'a message start event with a name of variables': started(
    '<bpmn:startEvent id="s"><bpmn:messageEventDefinition id="md" messageRef="m"/></bpmn:startEvent>',
    message('m', '=x'),
  ),
  'a message start event with a number for a name': started(
    '<bpmn:startEvent id="s"><bpmn:messageEventDefinition id="md" messageRef="m"/></bpmn:startEvent>',
    message('m', '5'),
  ),
  'a message that starts twice': file(
    `<bpmn:startEvent id="s"><bpmn:messageEventDefinition id="md" messageRef="m"/></bpmn:startEvent><bpmn:startEvent id="s2"><bpmn:messageEventDefinition id="md2" messageRef="m"/></bpmn:startEvent><bpmn:endEvent id="e"/>${flow('f', 's', 'e')}${flow('f2', 's2', 'e')}`,
    message('m', 'n'),
  ),
  'a signal start event with a name of variables': started(
    '<bpmn:startEvent id="s"><bpmn:signalEventDefinition id="sd" signalRef="g"/></bpmn:startEvent>',
    '<bpmn:signal id="g" name="=x"/>',
  ),
  'a signal without name': around(
    catching('<bpmn:signalEventDefinition id="sd" signalRef="g"/>'),
    '<bpmn:signal id="g"/>',
  ),
  'a signal event without signal': around(catching('<bpmn:signalEventDefinition id="sd"/>')),
  'a start event with two definitions': started(
    '<bpmn:startEvent id="s"><bpmn:messageEventDefinition id="md" messageRef="m"/><bpmn:signalEventDefinition id="sd" signalRef="g"/></bpmn:startEvent>',
    `${message('m', 'n')}<bpmn:signal id="g" name="x"/>`,
  ),
  'a catch event without definition': around(catching('')),
  'a catch event of an error': around(catching('<bpmn:errorEventDefinition id="ed"/>')),
  'a timer without time': around(catching(timer(''))),
  'a timer with two times': around(
    catching(timer('<bpmn:timeDate>2030-01-01T00:00:00Z</bpmn:timeDate><bpmn:timeDuration>PT1S</bpmn:timeDuration>')),
  ),
  'a timer whose expression is no FEEL': around(catching(timer('<bpmn:timeDuration>=1 +</bpmn:timeDuration>'))),
  'a timer that is a number': around(catching(timer('<bpmn:timeDuration>10</bpmn:timeDuration>'))),
  'a timer start with a duration of variables': started(
    `<bpmn:startEvent id="s">${timer('<bpmn:timeDuration>=x</bpmn:timeDuration>')}</bpmn:startEvent>`,
  ),
  'a timer start with a cycle of variables': started(
    `<bpmn:startEvent id="s">${timer('<bpmn:timeCycle>=x</bpmn:timeCycle>')}</bpmn:startEvent>`,
  ),
  'a timer start with a cycle without interval': started(
    `<bpmn:startEvent id="s">${timer('<bpmn:timeCycle>R5</bpmn:timeCycle>')}</bpmn:startEvent>`,
  ),
  'a timer start with a cycle with a bad count': started(
    `<bpmn:startEvent id="s">${timer('<bpmn:timeCycle>Rx/PT1S</bpmn:timeCycle>')}</bpmn:startEvent>`,
  ),
  'a timer start with a cycle with a bad start': started(
    `<bpmn:startEvent id="s">${timer('<bpmn:timeCycle>R3/now/PT1S</bpmn:timeCycle>')}</bpmn:startEvent>`,
  ),
  'a timer start with a cron of five fields': started(
    `<bpmn:startEvent id="s">${timer('<bpmn:timeCycle>0 0 * * *</bpmn:timeCycle>')}</bpmn:startEvent>`,
  ),
  'a throwing message event without job': around(throwing('<bpmn:messageEventDefinition id="md"/>')),
  'an escalation throw without escalation': around(throwing('<bpmn:escalationEventDefinition id="xd"/>')),
  'an escalation throw without code': around(
    throwing('<bpmn:escalationEventDefinition id="xd" escalationRef="x"/>'),
    '<bpmn:escalation id="x"/>',
  ),
  'a link throw without catch': file(
    `<bpmn:startEvent id="s"/><bpmn:intermediateThrowEvent id="t"><bpmn:linkEventDefinition id="ld" name="there"/></bpmn:intermediateThrowEvent>${flow('f1', 's', 't')}`,
  ),
  'a link without name': file(
    `<bpmn:startEvent id="s"/><bpmn:intermediateThrowEvent id="t"><bpmn:linkEventDefinition id="ld" name=""/></bpmn:intermediateThrowEvent>${flow('f1', 's', 't')}`,
  ),
  'two link catches of one name': file(
    `<bpmn:startEvent id="s"/><bpmn:intermediateCatchEvent id="a"><bpmn:linkEventDefinition id="l1" name="x"/></bpmn:intermediateCatchEvent><bpmn:intermediateCatchEvent id="b"><bpmn:linkEventDefinition id="l2" name="x"/></bpmn:intermediateCatchEvent>`,
  ),
  'an end event with an outgoing flow': file(
    `<bpmn:startEvent id="s"/><bpmn:endEvent id="e"><bpmn:outgoing>f2</bpmn:outgoing></bpmn:endEvent><bpmn:endEvent id="e2"/>${flow('f1', 's', 'e')}${flow('f2', 'e', 'e2')}`,
  ),
  'an end event with two definitions': file(
    `<bpmn:startEvent id="s"/><bpmn:endEvent id="e"><bpmn:terminateEventDefinition id="x1"/><bpmn:signalEventDefinition id="x2" signalRef="g"/></bpmn:endEvent>${flow('f1', 's', 'e')}`,
    '<bpmn:signal id="g" name="n"/>',
  ),
  'an error end event without error': file(
    `<bpmn:startEvent id="s"/><bpmn:endEvent id="e"><bpmn:errorEventDefinition id="x"/></bpmn:endEvent>${flow('f1', 's', 'e')}`,
  ),
  'an error end event without code': file(
    `<bpmn:startEvent id="s"/><bpmn:endEvent id="e"><bpmn:errorEventDefinition id="x" errorRef="r"/></bpmn:endEvent>${flow('f1', 's', 'e')}`,
    '<bpmn:error id="r"/>',
  ),
  'an end event of a timer': file(
    `<bpmn:startEvent id="s"/><bpmn:endEvent id="e">${timer('<bpmn:timeDuration>PT1S</bpmn:timeDuration>')}</bpmn:endEvent>${flow('f1', 's', 'e')}`,
  ),
  'a conditional catch event': around(
    catching(
      '<bpmn:conditionalEventDefinition id="c"><bpmn:condition>=x</bpmn:condition></bpmn:conditionalEventDefinition>',
    ),
  ),
  'a boundary event that is not attached': file(
    `<bpmn:startEvent id="s"/><bpmn:boundaryEvent id="b" attachedToRef="nothing"><bpmn:outgoing>f</bpmn:outgoing>${timer('<bpmn:timeDuration>PT1S</bpmn:timeDuration>')}</bpmn:boundaryEvent><bpmn:endEvent id="e"/>${flow('f', 'b', 'e')}`,
  ),
  'a boundary event without definition': boundary(''),
  'a boundary event without outgoing flow': boundary(timer('<bpmn:timeDuration>PT1S</bpmn:timeDuration>')).replace(
    '<bpmn:outgoing>f3</bpmn:outgoing>',
    '',
  ),
  'a boundary event with an incoming flow': boundary(
    `<bpmn:incoming>f1</bpmn:incoming>${timer('<bpmn:timeDuration>PT1S</bpmn:timeDuration>')}`,
  ).replace(
    '<bpmn:outgoing>f3</bpmn:outgoing><bpmn:incoming>f1</bpmn:incoming>',
    '<bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing>',
  ),
  'a boundary event that terminates': boundary('<bpmn:terminateEventDefinition id="x"/>'),
  'a non-interrupting error boundary event': boundary('<bpmn:errorEventDefinition id="x"/>', 'cancelActivity="false"'),
  'an interrupting boundary event with a cycle': boundary(timer('<bpmn:timeCycle>R/PT1S</bpmn:timeCycle>')),
  'an error boundary event with an expression for its code': boundary(
    '<bpmn:errorEventDefinition id="x" errorRef="err"/>',
  ),
  'an escalation boundary event on a task': boundary('<bpmn:escalationEventDefinition id="x" escalationRef="esc"/>'),
  'two error boundary events of one code': boundary('<bpmn:errorEventDefinition id="x" errorRef="err2"/>').replace(
    '<bpmn:boundaryEvent id="b"',
    '<bpmn:boundaryEvent id="b0" attachedToRef="t"><bpmn:outgoing>f3</bpmn:outgoing><bpmn:errorEventDefinition id="x0" errorRef="err2"/></bpmn:boundaryEvent><bpmn:boundaryEvent id="b"',
  ),
  'two boundary events that catch all errors': boundary('<bpmn:errorEventDefinition id="x"/>').replace(
    '<bpmn:boundaryEvent id="b"',
    '<bpmn:boundaryEvent id="b0" attachedToRef="t"><bpmn:outgoing>f3</bpmn:outgoing><bpmn:errorEventDefinition id="x0"/></bpmn:boundaryEvent><bpmn:boundaryEvent id="b"',
  ),
  'a subprocess without start event': around('<bpmn:subProcess id="t"/>'),
  'a subprocess with a timer start event': around(
    `<bpmn:subProcess id="t"><bpmn:startEvent id="ss">${timer('<bpmn:timeDuration>PT1S</bpmn:timeDuration>')}</bpmn:startEvent></bpmn:subProcess>`,
  ),
  'an event subprocess with a none start event': eventSubProcess(''),
  'a non-interrupting event subprocess of an error': eventSubProcess(
    '<bpmn:errorEventDefinition id="x" errorRef="err"/>',
    'isInterrupting="false"',
  ),
  'an interrupting event subprocess with a cycle': eventSubProcess(timer('<bpmn:timeCycle>R/PT1S</bpmn:timeCycle>')),
  'an event subprocess that is started by a link': eventSubProcess('<bpmn:linkEventDefinition id="x" name="n"/>'),
  'an event-based gateway with one flow': file(
    `<bpmn:startEvent id="s"/><bpmn:eventBasedGateway id="g"><bpmn:outgoing>f2</bpmn:outgoing></bpmn:eventBasedGateway><bpmn:intermediateCatchEvent id="c"><bpmn:incoming>f2</bpmn:incoming>${timer('<bpmn:timeDuration>PT1S</bpmn:timeDuration>')}</bpmn:intermediateCatchEvent>${flow('f1', 's', 'g')}${flow('f2', 'g', 'c')}`,
  ),
  'an event-based gateway that leads to tasks': gateway(
    'eventBasedGateway',
    `${flow('f2', 'g', 'e')}${flow('f3', 'g', 'e2')}`,
  ),
  'an exclusive gateway with a flow without condition': gateway(
    'exclusiveGateway',
    `${flow('f2', 'g', 'e')}${flow('f3', 'g', 'e2')}`,
    'default="f3"',
  ),
  'an inclusive gateway with a flow without condition': gateway(
    'inclusiveGateway',
    `${flow('f2', 'g', 'e')}${flow('f3', 'g', 'e2')}`,
    'default="f3"',
  ),
  'a default flow of another gateway': gateway(
    'exclusiveGateway',
    `${flow('f2', 'g', 'e', '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=x</bpmn:conditionExpression>')}${flow('f3', 'g', 'e2', '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=y</bpmn:conditionExpression>')}`,
    'default="f1"',
  ),
  'a condition at a parallel gateway': gateway(
    'parallelGateway',
    `${flow('f2', 'g', 'e', '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=x</bpmn:conditionExpression>')}${flow('f3', 'g', 'e2')}`,
  ),
  'an empty condition': gateway(
    'exclusiveGateway',
    `${flow('f2', 'g', 'e', '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression"></bpmn:conditionExpression>')}${flow('f3', 'g', 'e2')}`,
    'default="f3"',
  ),
  'multi-instance without loop characteristics': loop(''),
  'a loop without input collection': loop('<zeebe:loopCharacteristics/>'),
  'a loop whose input collection is a static value': loop('<zeebe:loopCharacteristics inputCollection="items"/>'),
  'a loop with an output collection and no element': loop(
    '<zeebe:loopCharacteristics inputCollection="=items" outputCollection="results"/>',
  ),
  'a loop with an output element and no collection': loop(
    '<zeebe:loopCharacteristics inputCollection="=items" outputElement="=result"/>',
  ),
  'a loop with an output element that is a static value': loop(
    '<zeebe:loopCharacteristics inputCollection="=items" outputCollection="results" outputElement="result"/>',
  ),
  'a loop with a completion condition that is no FEEL': loop(
    '<zeebe:loopCharacteristics inputCollection="=items"/>',
    '<bpmn:completionCondition>=1 +</bpmn:completionCondition>',
  ),
  'an input without source': mapped('<zeebe:input target="a"/>'),
  'an input without target': mapped('<zeebe:input source="=a"/>'),
  'an input to no path': mapped('<zeebe:input source="=a" target="a b"/>'),
  'an input to a reserved word': mapped('<zeebe:input source="=a" target="null"/>'),
  'an output that is a static value': mapped('<zeebe:output source="a" target="b"/>'),
  'an output without source': mapped('<zeebe:output target="b"/>'),
  'a header that is reserved': around(
    serviceTask(
      extended(`${job}<zeebe:taskHeaders><zeebe:header key="io.camunda.zeebe:x" value="1"/></zeebe:taskHeaders>`),
    ),
  ),
  'a header twice': around(
    serviceTask(
      extended(
        `${job}<zeebe:taskHeaders><zeebe:header key="x" value="1"/><zeebe:header key="x" value="2"/></zeebe:taskHeaders>`,
      ),
    ),
  ),
  'a user task with a form key and a form id': formed('formKey="k" formId="i"'),
  'a form of nothing': formed(''),
  'a form of a native user task with a form key': formed('formKey="k"', '<zeebe:userTask/>'),
  'candidate groups that are no list': userTask('<zeebe:assignmentDefinition candidateGroups="a,,b"/>'),
  'a due date that is none': userTask('<zeebe:taskSchedule dueDate="tomorrow"/>'),
  'a priority that is no number': userTask('<zeebe:userTask/><zeebe:priorityDefinition priority="high"/>'),
  'a priority that is too high': userTask('<zeebe:userTask/><zeebe:priorityDefinition priority="101"/>'),
  'an id twice': file('<bpmn:startEvent id="s"/><bpmn:task id="s"/>'),
  'a flow without target': file('<bpmn:startEvent id="s"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="x"/>'),
  'an ad-hoc subprocess': file(
    '<bpmn:startEvent id="s"/><bpmn:adHocSubProcess id="a"><bpmn:task id="b"/></bpmn:adHocSubProcess>',
  ),
  'a transaction': file(
    '<bpmn:startEvent id="s"/><bpmn:transaction id="t"><bpmn:startEvent id="ts"/></bpmn:transaction>',
  ),
  'a loop of tasks that never waits': file(
    `<bpmn:startEvent id="s"/><bpmn:task id="a"/><bpmn:manualTask id="b"/>${flow('f1', 's', 'a')}${flow('f2', 'a', 'b')}${flow('f3', 'b', 'a')}`,
  ),
  'a process that calls itself': file(
    `<bpmn:startEvent id="s"/><bpmn:callActivity id="c">${extended('<zeebe:calledElement processId="p"/>')}</bpmn:callActivity>${flow('f1', 's', 'c')}`,
  ),
}
