import { useState } from 'react'
import { Icon, type IconName } from '../display/Icon.tsx'
import { type Theme, chooseTheme, readTheme, themes } from './theme.ts'

const looks: Record<Theme, { text: string; icon: IconName }> = {
  system: { text: 'As the system', icon: 'monitor' },
  light: { text: 'Light', icon: 'sun' },
  dark: { text: 'Dark', icon: 'moon' },
}

/** System, light, dark: three radio buttons, so that arrow keys and screen readers know them. */
export function ThemeToggle() {
  const [current, setCurrent] = useState(readTheme)
  const choose = (theme: Theme) => {
    chooseTheme(theme)
    setCurrent(theme)
  }
  return (
    <fieldset className="mr-theme-toggle">
      <legend className="mr-visually-hidden">Theme</legend>
      {themes.map((theme) => (
        <label key={theme} title={looks[theme].text}>
          <input
            type="radio"
            name="mr-theme"
            checked={current === theme}
            onChange={() => choose(theme)}
            aria-label={looks[theme].text}
          />
          <Icon name={looks[theme].icon} />
        </label>
      ))}
    </fieldset>
  )
}
