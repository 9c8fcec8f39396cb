import { process } from '@millrace/bpmn'

/** So many jobs one after the other; the type of the last one ends in `-last`. */
function tasks(count: number): { readonly id: string; readonly xml: string; readonly types: readonly string[] } {
  const id = `tasks-${count}`
  const types = Array.from({ length: count }, (_, at) => `${id}-${at === count - 1 ? 'last' : at}`)
  const drawn = process(id).startEvent()
  for (const type of types) drawn.serviceTask(type, { type, retries: '3' })
  return { id, xml: drawn.endEvent().toXml(), types }
}

export const oneTask = tasks(1)
export const threeTasks = tasks(3)
export type TaskProcess = typeof oneTask

/** Waits for a message, and then for a worker. */
export const messages = {
  id: 'messages',
  xml: process('messages')
    .startEvent()
    .intermediateCatchEvent('wait', { message: 'bench', correlationKey: '=key' })
    .serviceTask('heard', { type: 'heard' })
    .endEvent()
    .toXml(),
}

/** Waits until the moment that a variable names, and then for a worker. */
export const timers = {
  id: 'timers',
  xml: process('timers')
    .startEvent()
    .intermediateCatchEvent('wait', { timer: { date: '=date and time(due)' } })
    .serviceTask('rang', { type: 'rang' })
    .endEvent()
    .toXml(),
}

/** Ends in the moment in which it starts. */
export const nothing = { id: 'nothing', xml: process('nothing').startEvent().endEvent().toXml() }

export const processes = [oneTask, threeTasks, messages, timers, nothing]
