/** Why an element cannot go on (Zeebe's names). */
export type ErrorType =
  | 'UNKNOWN'
  | 'IO_MAPPING_ERROR'
  | 'JOB_NO_RETRIES'
  | 'CONDITION_ERROR'
  | 'EXTRACT_VALUE_ERROR'
  | 'CALLED_ELEMENT_ERROR'
  | 'UNHANDLED_ERROR_EVENT'
  | 'MESSAGE_SIZE_EXCEEDED'
  | 'CALLED_DECISION_ERROR'
  | 'DECISION_EVALUATION_ERROR'
  | 'FORM_NOT_FOUND'

/** Ends the work on an element with an incident. Thrown before the first event that must not be repeated. */
export class Stuck extends Error {
  override readonly name = 'Stuck'
  readonly errorType: ErrorType
  constructor(errorType: ErrorType, message: string) {
    super(message)
    this.errorType = errorType
  }
}
