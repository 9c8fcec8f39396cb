import { describe, expect, it } from 'vitest'
import { modelEvents } from './model-events.ts'

const model = `<?xml version="1.0"?>
<definitions xmlns:zeebe="z">
  <!-- <bpmn:message id="no" name="Commented.Out" /> -->
  <bpmn:message id="joined" name="Queue.CustomerJoined"/>
  <bpmn:message id='left' name='A &amp; B &#x2264; "C"' />
  <bpmn:message id="paid" name="Paid"><bpmn:extensionElements>
    <zeebe:subscription correlationKey="=reservationId" /></bpmn:extensionElements></bpmn:message>
  <bpmn:message id="computed" name="Computed"><zeebe:subscription correlationKey="=a + b > 3" /></bpmn:message>
  <bpmn:message id="nameless" />
  <bpmn:process id="p">
    <bpmn:startEvent id="s"><bpmn:messageEventDefinition messageRef="joined" /></bpmn:startEvent>
    <bpmn:subProcess id="sub" triggeredByEvent="true">
      <bpmn:startEvent id="s2"><bpmn:messageEventDefinition messageRef="paid" /></bpmn:startEvent>
    </bpmn:subProcess>
    <bpmn:startEvent id="s3" />
    <bpmn:intermediateCatchEvent id="c"><bpmn:messageEventDefinition messageRef="left" /></bpmn:intermediateCatchEvent>
    <bpmn:serviceTask id="t"><zeebe:taskHeaders><zeebe:header key="WaitType" value="Answered" />
      <zeebe:header value="Asked" key="Type" /></zeebe:taskHeaders></bpmn:serviceTask>
    <bpmn:documentation><![CDATA[ <bpmn:message id="x" name="Quoted" /> ]]></bpmn:documentation>
  </bpmn:process>
</definitions>`

describe('the events of a model', () => {
  it('are its messages with their keys, those that start a process among them, and the types that jobs wait for', () => {
    expect(modelEvents(model)).toEqual({
      messages: [
        { name: 'Queue.CustomerJoined', correlationKey: undefined, starts: true },
        { name: 'A & B ≤ "C"', correlationKey: undefined, starts: false },
        { name: 'Paid', correlationKey: '=reservationId', starts: false },
        { name: 'Computed', correlationKey: undefined, starts: false },
      ],
      waitTypes: ['Answered'],
    })
  })
  it('are read in time that grows with the text alone', () => {
    expect(modelEvents(`<a ${'b="c" '.repeat(50_000)}`)).toEqual({ messages: [], waitTypes: [] })
    expect(modelEvents('<'.repeat(200_000))).toEqual({ messages: [], waitTypes: [] })
  })
})
