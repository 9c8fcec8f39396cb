import { connectZeebe } from '@millrace/client/zeebe'
import { systemClocks, systemRandom } from '@millrace/kernel'

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="http://millrace.example">
  <bpmn:process id="payment" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>a</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="paid" />
    <bpmn:intermediateCatchEvent id="paid">
      <bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing>
      <bpmn:messageEventDefinition messageRef="message" />
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="b" sourceRef="paid" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmn:message id="message" name="order.placed">
    <bpmn:extensionElements><zeebe:subscription correlationKey="=orderId" /></bpmn:extensionElements>
  </bpmn:message>
</bpmn:definitions>`

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** A message in the platform's engine, and the process instance that waited for it. */
export async function correlatedMessage(zeebe: string): Promise<{ messageKey: string; processInstanceKey: string }> {
  const ports = { clocks: systemClocks(), random: systemRandom, log: silent }
  const client = connectZeebe({ ZEEBE_ADDRESS: zeebe }, ports)
  try {
    await client.deploy([{ name: 'payment.bpmn', content: Buffer.from(XML) }])
    const variables = { orderId: 'o-1' }
    const { processInstanceKey } = await client.createInstance({ processId: 'payment', variables })
    const messageKey = await client.publishMessage({
      name: 'order.placed',
      correlationKey: 'o-1',
      timeToLiveMs: 60_000,
    })
    return { messageKey, processInstanceKey }
  } finally {
    await client.close()
  }
}
