import { connectZeebe, type ZeebeClient } from '@millrace/client/zeebe'
import { systemClocks, systemRandom } from '@millrace/kernel'

const shape = (id: string, x: number, y: number, width: number, height: number): string =>
  `<bpmndi:BPMNShape id="${id}-shape" bpmnElement="${id}"><dc:Bounds x="${x}" y="${y}" width="${width}" height="${height}" /></bpmndi:BPMNShape>`
const edge = (id: string, from: number, to: number): string =>
  `<bpmndi:BPMNEdge id="${id}-edge" bpmnElement="${id}"><di:waypoint x="${from}" y="120" /><di:waypoint x="${to}" y="120" /></bpmndi:BPMNEdge>`

/** An order that is paid for by message, packed by a worker, and shipped by another process. */
export const orderXml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="http://millrace.example">
  <bpmn:process id="order" name="Order" isExecutable="true">
    <bpmn:startEvent id="placed" name="Order placed"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="placed" targetRef="paid" />
    <bpmn:intermediateCatchEvent id="paid" name="Paid">
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing>
      <bpmn:messageEventDefinition messageRef="payment" />
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="f2" sourceRef="paid" targetRef="pack" />
    <bpmn:serviceTask id="pack" name="Pack the parcel">
      <bpmn:extensionElements><zeebe:taskDefinition type="pack" retries="1" /></bpmn:extensionElements>
      <bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:sequenceFlow id="f3" sourceRef="pack" targetRef="ship" />
    <bpmn:callActivity id="ship" name="Ship it">
      <bpmn:extensionElements><zeebe:calledElement processId="shipping" propagateAllChildVariables="false" /></bpmn:extensionElements>
      <bpmn:incoming>f3</bpmn:incoming><bpmn:outgoing>f4</bpmn:outgoing>
    </bpmn:callActivity>
    <bpmn:sequenceFlow id="f4" sourceRef="ship" targetRef="done" />
    <bpmn:endEvent id="done" name="Shipped"><bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmn:message id="payment" name="payment">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements>
  </bpmn:message>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="order">
    ${shape('placed', 100, 102, 36, 36)}${shape('paid', 200, 102, 36, 36)}${shape('pack', 300, 80, 100, 80)}
    ${shape('ship', 460, 80, 100, 80)}${shape('done', 620, 102, 36, 36)}
    ${edge('f1', 136, 200)}${edge('f2', 236, 300)}${edge('f3', 400, 460)}${edge('f4', 560, 620)}
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`

/** What an order calls; without a drawing. */
export const shippingXml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
    targetNamespace="http://millrace.example">
  <bpmn:process id="shipping" isExecutable="true">
    <bpmn:startEvent id="begin"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="begin" targetRef="hand-over" />
    <bpmn:serviceTask id="hand-over" name="Hand it to the carrier">
      <bpmn:extensionElements><zeebe:taskDefinition type="hand-over" /></bpmn:extensionElements>
      <bpmn:incoming>a</bpmn:incoming>
    </bpmn:serviceTask>
  </bpmn:process>
</bpmn:definitions>`

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** A client of the platform's engine. */
export function zeebeClient(address: string): ZeebeClient {
  const ports = { clocks: systemClocks(), random: systemRandom, log: silent }
  return connectZeebe({ ZEEBE_ADDRESS: address }, ports)
}
