/** How often the server speaks at least, in ms; a page that hears nothing for three of these is stale. */
export const heartbeatMs = 10_000
