import { SaslAuthenticate, SaslHandshake } from '../../../../../packages/kafka/src/messages/index.ts'
import type { Ask } from '../ask.ts'
import type { World } from '../world.ts'

/** Over a connection of its own: without a login neither is in order. */
export function saslHandshake(world: World, version: number): Ask {
  const mechanism = world.one(['PLAIN', 'SCRAM-SHA-256', ''])
  return { message: SaslHandshake, version, request: { mechanism }, connection: 'login' }
}

export function saslAuthenticate(world: World, version: number): Ask {
  const authBytes = Buffer.from(world.one(['\0name\0word', '']))
  return { message: SaslAuthenticate, version, request: { authBytes }, connection: 'login' }
}
