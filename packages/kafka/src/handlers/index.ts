import type { Handler } from '../handler.ts'
import { apiVersions } from './18-api-versions.ts'

/** The API keys that are served, and nothing else says so: ApiVersions is computed from this list. */
export const handlers: readonly Handler[] = [apiVersions]
