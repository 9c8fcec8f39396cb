import { correlateMessage } from '../behaviours/messages.ts'
import type { JsonObject } from '../records/schema.ts'
import { byMessageId } from '../state/names.ts'
import { type Command, reject } from './command.ts'

export interface PublishMessage {
  readonly name: string
  readonly correlationKey: string
  /** Ms that the message waits for somebody who wants it; 0 is only for those who wait already. */
  readonly timeToLive: number
  /** While a message with this id is kept, a second one for the same name and key is rejected; empty for none. */
  readonly messageId: string
  readonly variables: JsonObject
  readonly tenantId: string
}

export interface PublishedMessage {
  readonly key: number
  readonly tenantId: string
}

/** Brings a message to whatever waits for it, and keeps it as long as it lives. */
export const publishMessage: Command<PublishMessage, PublishedMessage> = (step, request) => {
  const { name, correlationKey, messageId, timeToLive, tenantId } = request
  const id = byMessageId(tenantId, name, correlationKey, messageId)
  if (messageId !== '' && step.state.messages.keys('id', id).size > 0) {
    const text = `Expected to publish a new message with id '${messageId}', but a message with that id was already published`
    throw reject('ALREADY_EXISTS', text)
  }
  const key = step.newKey()
  const deadline = step.now + Math.max(0, timeToLive)
  const { variables } = request
  const message = { name, correlationKey, messageId, timeToLive, deadline, variables, tenantId }
  step.emit('MESSAGE', 'PUBLISHED', key, message)
  correlateMessage(step, key)
  if (timeToLive <= 0) expireMessage(step, key)
  return { key, tenantId }
}

/** Forgets a message whose time is over. */
export const expireMessage: Command<number, void> = (step, key) => {
  const message = step.state.messages.get(key)
  if (message === undefined || message.deadline > step.now) return
  const { correlatedTo: _, ...value } = message
  step.emit('MESSAGE', 'EXPIRED', key, { ...value, variables: {} })
}
