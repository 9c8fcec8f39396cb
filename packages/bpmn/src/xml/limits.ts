import type { Limit } from '@millrace/kernel'

/** What a BPMN file may hold. Zeebe's own limit is the size of a message: 4 MB. */
export const resourceBytes: Limit = { name: 'resourceBytes', most: 4 * 1024 * 1024 }
export const nestingDepth: Limit = { name: 'nestingDepth', most: 256 }
export const elementCount: Limit = { name: 'elementCount', most: 100_000 }
/** Flow nodes and sequence flows of one file that can run; diagrams and documentation do not count. */
export const flowElementCount: Limit = { name: 'flowElementCount', most: 20_000 }
/** Of all different expressions of one file: reading them takes most of the time that a deployment takes. */
export const expressionChars: Limit = { name: 'expressionChars', most: 256 * 1024 }
export const expressionCount: Limit = { name: 'expressionCount', most: 10_000 }
