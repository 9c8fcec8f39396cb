/**
 * The dependency rule: what each package may import besides itself. A package that is not listed may not exist; the
 * layers below are the whole architecture of imports.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  'packages/kernel': [],
  'packages/log': ['packages/kernel'],
  'packages/broker': ['packages/kernel', 'packages/log'],
  'packages/kafka': ['packages/kernel', 'packages/broker'],
  'packages/bpmn': ['packages/kernel'],
  'packages/client': ['packages/kernel'],
  'packages/streams': ['packages/kernel', 'packages/client'],
  'packages/ui': [],
  'packages/console': ['packages/kernel', 'packages/client', 'packages/ui'],
  'packages/testkit': ['packages/kernel'],
  'packages/server': [
    'packages/kernel',
    'packages/log',
    'packages/broker',
    'packages/kafka',
    'packages/client',
    'packages/console',
    'apps/store',
  ],
  'apps/store': ['packages/kernel', 'packages/client', 'packages/streams', 'packages/ui'],
}

/** Tests may also use the test kit, and packages further down to build what they need. */
export const forTestsToo = ['packages/testkit']
