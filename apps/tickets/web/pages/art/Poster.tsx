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
          d="M0 184V158H22V144H38V134H46V144H66V162H92V138H102V120H114V138H124V154H158V144H176V122H182V144H206V156H236V136H248V124H262V136H272V158H300V144H320V134H332V144H350V156H368V184z"
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
