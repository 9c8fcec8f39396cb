/**
 * The dependency rule: what each package may import besides itself. A package that is not listed may not exist; the
 * layers below are the whole architecture of imports.
 */
export const layers: Readonly<Record<string, readonly string[]>> = {
  'packages/kernel': [],
  'packages/log': ['packages/kernel'],
  'packages/broker': ['packages/kernel', 'packages/log'],
  'packages/security': ['packages/kernel'],
  'packages/kafka': ['packages/kernel', 'packages/broker', 'packages/security'],
  'packages/bpmn': ['packages/kernel'],
  'packages/cloudevents': ['packages/kernel'],
  'packages/client': ['packages/kernel', 'packages/cloudevents'],
  'packages/streams': ['packages/kernel', 'packages/client'],
  'packages/ui': [],
  'packages/console': ['packages/kernel', 'packages/client', 'packages/ui'],
  'packages/testkit': ['packages/kernel'],
  'packages/engine': ['packages/kernel', 'packages/bpmn', 'packages/log'],
  'packages/zeebe': ['packages/kernel', 'packages/engine', 'packages/security'],
  'packages/history': ['packages/kernel', 'packages/log', 'packages/engine'],
  'packages/dataflow': ['packages/kernel'],
  'packages/sql': ['packages/kernel', 'packages/dataflow'],
  'packages/flink': ['packages/kernel', 'packages/sql', 'packages/dataflow', 'packages/broker', 'packages/client'],
  'packages/events': ['packages/kernel', 'packages/broker', 'packages/cloudevents'],
  'packages/knative': ['packages/kernel', 'packages/events', 'packages/cloudevents'],
  'packages/router': ['packages/kernel', 'packages/client', 'packages/cloudevents'],
  'packages/server': [
    'packages/kernel',
    'packages/log',
    'packages/engine',
    'packages/zeebe',
    'packages/broker',
    'packages/security',
    'packages/kafka',
    'packages/events',
    'packages/knative',
    'packages/history',
    'packages/sql',
    'packages/flink',
    'packages/router',
    'packages/client',
    'packages/console',
    'apps/store',
    'apps/orders',
    'apps/fulfilment',
    'apps/pizza',
    'apps/tickets',
  ],
  'apps/store': ['packages/kernel', 'packages/client', 'packages/streams', 'packages/ui'],
  'apps/fulfilment': ['packages/kernel', 'packages/client', 'packages/ui'],
  'apps/pizza': ['packages/kernel', 'packages/client', 'packages/streams', 'packages/ui'],
  'apps/tickets': ['packages/kernel', 'packages/client', 'packages/cloudevents', 'packages/ui'],
  'apps/orders': ['packages/kernel', 'packages/client', 'packages/streams', 'packages/ui'],
}

/** What a test of a package may import: the package's layers, those below them, and the test kit. */
export function layersForTests(name: string): Set<string> {
  const found = new Set(['packages/testkit'])
  const add = (from: string): void => {
    for (const to of layers[from] ?? []) {
      if (found.has(to)) continue
      found.add(to)
      add(to)
    }
  }
  add(name)
  return found
}

/** The files that read or write files: adapters of ports, entry points, and what is built for the pages. */
export const fileAdapters: readonly RegExp[] = [
  /^packages\/log\/src\/disk\//,
  /^packages\/(testkit|server)\//,
  /^packages\/streams\/src\/(snapshot\/file-snapshots|state\/disk-state)\.ts$/,
  /^packages\/client\/src\/config\/kafka-settings\.ts$/,
  /^apps\/store\/(shell\/repl|dashboard\/page)\.ts$/,
  /(-store|-file|-directory|\/assets|\/main|vite\.config)\.ts$/,
  /\/scripts\//,
]

/** A grammar is recursive, and so is what reads or binds it: files of one of these folders may import one another. */
export const recursiveFolders: readonly string[] = [
  'packages/sql/src/parse',
  'packages/sql/src/bind',
  // Streams make tables, and tables make streams.
  'packages/streams/src/dsl',
]
