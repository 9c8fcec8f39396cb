const SCHEME = 'kafka://'

/** How a topic of another Kafka is called among the inputs and outputs of jobs. */
export function kafkaName(servers: readonly string[], topic: string): string {
  return `${SCHEME}${servers.join(',')}/${topic}`
}

export function isForeign(name: string): boolean {
  return name.startsWith(SCHEME)
}

/** The topic and the servers of a name. */
export function partsOf(name: string): { readonly servers: string; readonly topic: string } {
  const [servers = '', topic = ''] = name.slice(SCHEME.length).split('/')
  return { servers, topic }
}
