/** Headers of a publisher's request that travel to the subscriber (Knative); no others do. */
const PASSED = /^(x-request-id|traceparent|tracestate|knative-[a-z0-9-]+|x-b3-[a-z0-9-]+|b3|retry-after)$/
const MOST_HEADERS = 20
const MOST_CHARACTERS = 1024

export function passedHeaders(headers: readonly (readonly [string, string])[]): [string, string][] {
  return headers
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(
      ([name, value]) => PASSED.test(name) && /^[\t\u0020-\u007e]*$/.test(value) && value.length <= MOST_CHARACTERS,
    )
    .slice(0, MOST_HEADERS)
}
