import { type Operation, type Resource, type Scope, covers } from '../scopes/scope.ts'

/** Who asks, and what he may do. */
export interface Access {
  /** As Kafka writes it: `User:alice`. */
  readonly principal: string
  /** False from the moment on in which the principal is revoked. */
  readonly isValid: () => boolean
  readonly allows: (resource: Resource, name: string, operation: Operation) => boolean
  /** Whether there is any name that the operation is allowed on. */
  readonly allowsAny: (resource: Resource, operation: Operation) => boolean
  /** Whether anything at all is allowed on it: enough to hear that it is there. */
  readonly knows: (resource: Resource, name: string) => boolean
}

/** Where nobody has to say who he is. */
export const ANYBODY: Access = unlimited('User:ANONYMOUS')

/** Of whom nothing is known: may do nothing. */
export const NOBODY: Access = accessOf('User:ANONYMOUS', () => undefined)

/** May do everything. */
export function unlimited(principal: string): Access {
  const yes = (): boolean => true
  return { principal, isValid: yes, allows: yes, allowsAny: yes, knows: yes }
}

/** `scopes` gives what is allowed now, or undefined once the principal is no more. */
export function accessOf(principal: string, scopes: () => readonly Scope[] | undefined): Access {
  const some = (fits: (scope: Scope) => boolean): boolean => scopes()?.some(fits) ?? false
  return {
    principal,
    isValid: () => scopes() !== undefined,
    allows: (resource, name, operation) =>
      some(
        (scope) => scope.resource === resource && scope.operations.includes(operation) && covers(scope.pattern, name),
      ),
    allowsAny: (resource, operation) =>
      some((scope) => scope.resource === resource && scope.operations.includes(operation)),
    knows: (resource, name) => some((scope) => scope.resource === resource && covers(scope.pattern, name)),
  }
}
