import type { LogPort } from '@millrace/kernel'

export const silentLog: LogPort = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
