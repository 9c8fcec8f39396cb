import type { Platform } from './platform.ts'

/** What a person reads when the platform has started. */
export function announceText(platform: Platform, ms: number): string {
  const rows: (readonly [string, string])[] = [
    ['console', platform.consoleLink],
    ['kafka', platform.kafka],
    ['zeebe', platform.zeebe],
    ['sql', platform.sql],
    ['events', platform.events],
    ['mail inbox', platform.smtp],
    ...Object.entries(platform.apps).flatMap(([app, services]) =>
      Object.entries(services).map(([service, url]) => [`${app} ${service}`, url] as const),
    ),
    ['data', platform.data],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
  return `\n${lines.join('\n')}\n\nready in ${ms} ms\n`
}

/** One line for the program that started the platform. `apps` holds each system's front page. */
export function announceJson(platform: Platform, ms: number): string {
  const { data, console, kafka, zeebe, events, sql, smtp, consoleLink } = platform
  return `${JSON.stringify({ ready: true, ms, data, console, consoleLink, kafka, zeebe, events, sql, smtp, apps: platform.fronts, services: platform.apps })}\n`
}
