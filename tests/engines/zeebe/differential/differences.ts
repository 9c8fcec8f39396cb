/** Cases in which Millrace's outcome is not Zeebe's, and why. */
export const differences: Readonly<Record<string, string>> = {
  'an error that nothing catches is an incident':
    'Zeebe gives the incident the element id NO_CATCH_EVENT_FOUND; ours is at the element that threw.',
  'an error at the border does not catch another code':
    'Zeebe gives the incident the element id NO_CATCH_EVENT_FOUND; ours is at the element that threw.',
  'an error that the handler throws leaves the scope':
    'Zeebe does not look at the border of a subprocess that an event subprocess has interrupted; by BPMN the error is caught.',
  'a signal end event starts another process':
    'The same events; the new instance activates its start event after, not before the old one has completed.',
}
