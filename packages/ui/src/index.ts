// Controls
export { Button, type ButtonProps } from './controls/Button.tsx'
export { Field, SelectField, TextAreaField, TextField } from './controls/Field.tsx'
export { type Tab, Tabs } from './controls/Tabs.tsx'
export { ThemeToggle } from './controls/ThemeToggle.tsx'
export { type Theme, applyTheme, chooseTheme, readTheme } from './controls/theme.ts'

// Display
export { Badge, Status, type Tone } from './display/Badge.tsx'
export { CopyId } from './display/CopyId.tsx'
export { Fold } from './display/Fold.tsx'
export { Icon, type IconName } from './display/Icon.tsx'
export { LiveBadge, type Liveness } from './display/LiveBadge.tsx'
export { Money } from './display/Money.tsx'
export { Skeleton } from './display/Skeleton.tsx'
export { type Column, Table } from './display/Table.tsx'
export {
  type Sort,
  type SortValue,
  compareValues,
  nextSort,
  sortFromText,
  sortRows,
  sortToText,
} from './display/sorting.ts'

// The pages of an app
export { AppFrame, type AppFrameProps } from './app/AppFrame.tsx'
export { AppRoot, rootElement } from './app/AppRoot.tsx'
export { NameAndEmail } from './app/NameAndEmail.tsx'
export { type Pages, pageAt } from './app/pages.ts'
export { type Step, Steps } from './app/Steps.tsx'
export { Unread } from './app/Unread.tsx'

// Feedback
export { Dialog } from './feedback/Dialog.tsx'
export { StaleNotice } from './feedback/StaleNotice.tsx'
export { EmptyState, ErrorState, Notice } from './feedback/states.tsx'
export { ToastProvider, type Toasts, useToasts } from './feedback/Toast.tsx'

// Numbers and time
export { formatMoney } from './format/money.ts'
export { countOf, formatBytes, formatCompact, formatCount, formatDuration, formatRate } from './format/numbers.ts'
export { NowOffset, offsetTo, useNow } from './time/now.ts'
export { exactTime, relativeTime } from './time/relative.ts'
export { RelativeTime } from './time/RelativeTime.tsx'

// Services
export { ApiError, type Asked, asApiError, ask, newKey, request } from './remote/request.ts'
export { type LiveState, LiveStream, type LiveStreamOptions, type Source } from './remote/live-stream.ts'
export { type Live, useLiveStream } from './remote/use-live-stream.ts'
export { type ReadState, useRead } from './remote/use-read.ts'
export { type Folds, listed, whole } from './remote/folds.ts'
export { type LiveValue, SILENT_AFTER_MS, itemsAt, useLiveValue } from './remote/use-live-value.ts'
export { useSending } from './remote/use-sending.ts'
