/** 16 by 16 line icons, drawn for this project; decoration only, the word stands beside them. */
const paths = {
  check: 'M3.5 8.5l3 3 6-7',
  alert: 'M8 2.5l6 11H2l6-11zM8 6.5v3.2M8 11.4v.1',
  stop: 'M5.4 2.5h5.2l2.9 2.9v5.2l-2.9 2.9H5.4l-2.9-2.9V5.4zM6 6l4 4M10 6l-4 4',
  info: 'M8 2.2a5.8 5.8 0 100 11.6A5.8 5.8 0 008 2.2zM8 7.4v3.6M8 5v.1',
  circle: 'M8 4.2a3.8 3.8 0 100 7.6 3.8 3.8 0 000-7.6z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2l7.5 4.8L5 12.8z',
  copy: 'M5.5 5.5h7v8h-7zM10.5 5.5v-3h-7v8h2',
  close: 'M4 4l8 8M12 4l-8 8',
  chevron: 'M6 3.5l4.5 4.5L6 12.5',
  up: 'M8 12.5v-9M4.2 7.2L8 3.5l3.8 3.7',
  down: 'M8 3.5v9M4.2 8.8L8 12.5l3.8-3.7',
  plus: 'M8 3v10M3 8h10',
  search: 'M7 2.8a4.2 4.2 0 100 8.4 4.2 4.2 0 000-8.4zM10.2 10.2l3.3 3.3',
  refresh: 'M13 8a5 5 0 11-1.6-3.7M13 2.5v3h-3',
  trash: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  send: 'M13.5 2.5l-11 4.6 4.4 2 2 4.4z',
  external: 'M9 3h4v4M13 3L7.5 8.5M11 9.5V13H3V5h3.5',
  sun: 'M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13.2 9.6A5.6 5.6 0 016.4 2.8a5.6 5.6 0 106.8 6.8z',
  monitor: 'M2.5 3.5h11v7h-11zM8 10.5v2.5M5.5 13h5',
  overview: 'M2.5 2.5h4.6v5H2.5zM8.9 2.5h4.6v3H8.9zM8.9 7.3h4.6v6.2H8.9zM2.5 9.3h4.6v4.2H2.5z',
  topics: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  groups:
    'M5.5 3a2 2 0 100 4 2 2 0 000-4zM10.8 4.2a1.6 1.6 0 100 3.2 1.6 1.6 0 000-3.2zM2 13c0-2.2 1.5-3.8 3.5-3.8S9 10.800 9 13M9.800 9.600c2.400-.5 4.200 1 4.200 3.400',
  clock: 'M8 2.2a5.8 5.8 0 100 11.6A5.8 5.8 0 008 2.2zM8 4.8V8l2.3 1.5',
  sql: 'M3 4.2c0-2.400 10-2.400 10 0s-10 2.400-10 0zM3 4.200v7.600c0 2.400 10 2.400 10 0V4.200M3 8c0 2.400 10 2.400 10 0',
  processes: 'M4 8m-2 0a2 2 0 104 0 2 2 0 10-4 0M6 8h2M8 5h5.500v6H8z',
  minus: 'M3 8h10',
  bag: 'M3.5 5.5h9l.8 8H2.7zM5.7 7V4.7a2.3 2.3 0 014.6 0V7',
  card: 'M2 4h12v8.5H2zM2 6.8h12M4.5 10h2.5',
  box: 'M8 2l5.5 2.8v6.4L8 14l-5.5-2.8V4.8zM2.5 4.8L8 7.6l5.5-2.8M8 7.6V14',
  truck:
    'M1.5 4h8v7h-8zM9.5 6.5h3l2 2.3V11h-5M4.5 10.2a1.4 1.4 0 100 2.8 1.4 1.4 0 000-2.8zM11.5 10.2a1.4 1.4 0 100 2.8 1.4 1.4 0 000-2.8z',
  home: 'M2.5 7.5L8 2.8l5.5 4.7M4 6.5v6.7h8V6.5M6.7 13.2V9.5h2.6v3.7',
  phone: 'M4.8 1.8h6.4v12.4H4.8zM7.2 12.2h1.6',
  mail: 'M2 3.8h12v8.7H2zM2.3 4.3L8 8.8l5.7-4.5',
  bell: 'M4 11V7.2a4 4 0 018 0V11l1.2 1.2H2.8zM6.7 14h2.6',
  lock: 'M3.7 7.2h8.6v6.3H3.7zM5.5 7.2V5a2.5 2.5 0 015 0v2.2',
  audit: 'M4 2.500h8v11H4zM6 5.500h4M6 8h4M6 10.500h2.500',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  )
}
