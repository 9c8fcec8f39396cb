import manifest from '../../package.json' with { type: 'json' }

/** Version of this package, as published. */
export const packageVersion: string = manifest.version
