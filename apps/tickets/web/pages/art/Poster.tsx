import { show } from './show.ts'

const lanterns = [
  [38, 92, 9],
  [84, 60, 13],
  [140, 104, 8],
  [186, 44, 17],
  [238, 88, 11],
  [286, 58, 9],
  [330, 100, 13],
] as const

/** The poster of the evening, drawn: lanterns over a harbour, and their light on the water. */
export function Poster() {
  return (
    <section className="ts-poster" aria-label="The show">
      <svg className="ts-poster-art" aria-hidden="true" viewBox="0 0 368 300" preserveAspectRatio="xMidYMin slice">
        <defs>
          <linearGradient id="ts-sky" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor="#071a2c" />
            <stop offset="0.62" stopColor="#134a63" />
            <stop offset="1" stopColor="#2a7f8b" />
          </linearGradient>
          <linearGradient id="ts-water" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor="#14566d" />
            <stop offset="1" stopColor="#06202b" />
          </linearGradient>
          <radialGradient id="ts-glow">
            <stop offset="0" stopColor="#ffd98a" stopOpacity="0.75" />
            <stop offset="1" stopColor="#ffb547" stopOpacity="0" />
          </radialGradient>
        </defs>
        <rect width="368" height="184" fill="url(#ts-sky)" />
        <path
          d="M0 184v-26h22v-14h16v-10h8v10h20v18h26v-24h10v-18h12v18h10v16h34v-10h18v-22h6v22h24v12h30v-20h12v-12h14v12h10v22h28v-14h20v-10h12v10h14v32z"
          fill="#0a2a3d"
        />
        <rect y="184" width="368" height="116" fill="url(#ts-water)" />
        {lanterns.map(([x, y, size]) => (
          <g key={x}>
            <circle cx={x} cy={y} r={size * 3} fill="url(#ts-glow)" />
            <path d={`M${x} 0V${y - size}`} stroke="#0b2b3f" strokeWidth="1" opacity="0.7" />
            <ellipse cx={x} cy={y} rx={size * 0.78} ry={size} fill="#ffc766" />
            <ellipse cx={x} cy={y} rx={size * 0.32} ry={size} fill="#ffe9bd" opacity="0.8" />
            <path
              d={`M${x - size * 1.6} ${204 + size}q${size * 0.8} -5 ${size * 1.6} 0t${size * 1.6} 0M${x - size} ${222 + size * 2}q${size * 0.5} -4 ${size} 0t${size} 0`}
              fill="none"
              stroke="#ffc766"
              strokeWidth="3"
              strokeLinecap="round"
              opacity="0.55"
            />
          </g>
        ))}
        <path
          d="M0 212q23-9 46 0t46 0 46 0 46 0 46 0 46 0 46 0 46 0M0 244q23-9 46 0t46 0 46 0 46 0 46 0 46 0 46 0 46 0"
          fill="none"
          stroke="#7fd0d8"
          strokeWidth="1.500"
          opacity="0.35"
        />
      </svg>
      <div className="ts-poster-text">
        <p className="ts-poster-hall">{show.hall}</p>
        <p className="ts-poster-title">{show.title}</p>
        <p>{show.subtitle}</p>
        <p className="ts-poster-date">
          {show.date}
          <br />
          {show.doors}
        </p>
      </div>
    </section>
  )
}
