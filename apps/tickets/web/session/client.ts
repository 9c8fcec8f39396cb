import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

/** Who asks, as far as joins are limited by it: a fingerprint of this sale alone, so that no address is passed on. */
export const clientOf = (request: FastifyRequest, room: string): string =>
  createHash('sha256').update(`${room} ${request.ip}`).digest('hex').slice(0, 32)
