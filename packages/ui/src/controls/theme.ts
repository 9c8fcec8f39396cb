/** Light, dark or the system's choice; kept per browser, applied as `data-theme` on the root element. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'millrace-theme'

/** The stored theme; `system` when none is stored, the stored one is not a theme, or storage is closed to us. */
export function readTheme(): Theme {
  try {
    const stored = globalThis.localStorage.getItem(storageKey)
    return themes.find((theme) => theme === stored) ?? 'system'
  } catch {
    return 'system'
  }
}

/** Shows a theme at once; call it before the first paint with `readTheme()`. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}

/** Shows a theme and keeps it for the next visit where the browser lets us. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme)
  try {
    globalThis.localStorage.setItem(storageKey, theme)
  } catch {
    // A browser without storage still shows the theme until the page is closed.
  }
}
