/** The line as a picture: the door on the left, oneself somewhere on the way. The words beside it say the same. */
export function LineBar({ ahead, size }: { ahead: number; size: number }) {
  const share = size <= 1 ? 1 : 1 - ahead / Math.max(size - 1, 1)
  const x = 38 + (1 - share) * 314
  return (
    <svg className="ts-line" aria-hidden="true" viewBox="0 0 368 40">
      <path className="ts-line-gone" d={`M${x} 28H356`} />
      <path className="ts-line-way" d={`M26 28H${x}`} />
      <path className="ts-line-door" d="M6 34V8h14v26" />
      <circle className="ts-line-me" cx={x} cy={28} r={7} />
    </svg>
  )
}
