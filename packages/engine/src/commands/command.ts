import { Refusal } from '@millrace/kernel'
import type { Step } from '../runtime/step.ts'

export const DEFAULT_TENANT = '<default>'

/** Why a command is rejected (Zeebe's names). */
export type RejectionCode =
  | 'NOT_FOUND'
  | 'INVALID_STATE'
  | 'INVALID_ARGUMENT'
  | 'ALREADY_EXISTS'
  | 'RESOURCE_EXHAUSTED'
  | 'PROCESSING_ERROR'

/**
 * Does what was asked: appends events, sets off follow-ups, and says what to answer when they are durable. Rejects
 * before the first event.
 *
 * @throws Refusal with a RejectionCode
 */
export type Command<Request, Response> = (step: Step, request: Request) => Response

export const reject = (code: RejectionCode, text: string): Refusal<RejectionCode> => new Refusal(code, text)
