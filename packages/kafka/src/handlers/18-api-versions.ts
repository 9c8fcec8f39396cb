import { codeOf } from '../error-codes.ts'
import { handler } from '../handler.ts'
import { ApiVersions } from '../messages/index.ts'

/** KIP-511: letters and digits at both ends, with dots and hyphens between. */
const SOFTWARE = /^[A-Za-z0-9](?:[A-Za-z0-9\-.]*[A-Za-z0-9])?$/

/**
 * ApiVersions (18), v0-4: the API keys and versions of this server, from the list of handlers. v3 says which client
 * it is (KIP-511). No features are finalised: clients take `transaction.version` as the sign of KIP-890. A version
 * that is unknown never comes here: dispatch answers it.
 */
export const apiVersions = handler(ApiVersions, [0, 4], (request, { apis, header }) => {
  const named = SOFTWARE.test(request.clientSoftwareName) && SOFTWARE.test(request.clientSoftwareVersion)
  if (header.apiVersion >= 3 && !named) return { errorCode: codeOf('INVALID_REQUEST'), apiKeys: [] }
  return {
    errorCode: codeOf('NONE'),
    apiKeys: apis.map(({ key, from, to }) => ({ apiKey: key, minVersion: from, maxVersion: to })),
  }
})
