/**
 * A process that an event starts, that asks by an event and waits for the answer, and that tells at the end. `id` keeps
 * its types apart from those of others.
 */
export const roundTrip = (id: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="defs" targetNamespace="http://millrace/router">
  <bpmn:message id="placed" name="${id}.Placed" />
  <bpmn:message id="paid" name="${id}.Paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=order" /></bpmn:extensionElements></bpmn:message>
  <bpmn:process id="${id}" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>f1</bpmn:outgoing><bpmn:messageEventDefinition messageRef="placed" /></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask" />
    <bpmn:serviceTask id="ask"><bpmn:extensionElements><zeebe:taskDefinition type="cloudevents" /><zeebe:taskHeaders>
      <zeebe:header key="Type" value="${id}.PriceAsked" /><zeebe:header key="Mode" value="WAIT_FOR_CLOUD_EVENT" />
      <zeebe:header key="WaitType" value="${id}.PriceKnown" /><zeebe:header key="CorrelationKey" value="=order" />
    </zeebe:taskHeaders></bpmn:extensionElements><bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="pay" />
    <bpmn:intermediateCatchEvent id="pay"><bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing><bpmn:messageEventDefinition messageRef="paid" /></bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="f3" sourceRef="pay" targetRef="tell" />
    <bpmn:serviceTask id="tell"><bpmn:extensionElements><zeebe:taskDefinition type="cloudevents" /><zeebe:taskHeaders>
      <zeebe:header key="Type" value="${id}.Done" /><zeebe:header key="Mode" value="EMIT_ONLY" />
    </zeebe:taskHeaders></bpmn:extensionElements><bpmn:incoming>f3</bpmn:incoming><bpmn:outgoing>f4</bpmn:outgoing></bpmn:serviceTask>
    <bpmn:sequenceFlow id="f4" sourceRef="tell" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
</bpmn:definitions>`
