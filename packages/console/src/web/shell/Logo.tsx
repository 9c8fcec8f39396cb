/** Water over the mill: three waves. */
export function Logo() {
  return (
    <svg aria-hidden="true" width="24" height="24" viewBox="0 0 32 32" className="logo">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <path
        d="M5 11c4-5 7 5 11 0s7 5 11 0M5 17c4-5 7 5 11 0s7 5 11 0M5 23c4-5 7 5 11 0s7 5 11 0"
        fill="none"
        stroke="var(--surface)"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
    </svg>
  )
}
