import { Button, Icon, Notice, Status, type Tone, exactTime } from '@millrace/ui'
import type { SaleState } from '../../../contract/waiting-room.ts'
import type { OfficeView } from '../../view.ts'
import { Countdown } from '../live/Countdown.tsx'
import { ResetSale } from './ResetSale.tsx'
import { useCommand } from './use-command.ts'

const looks: Readonly<Record<SaleState, { readonly tone: Tone; readonly word: string; readonly meaning: string }>> = {
  before: { tone: 'info', word: 'Not open yet', meaning: 'People gather; lots are drawn when it opens.' },
  open: { tone: 'ok', word: 'Open', meaning: 'People are let in at the rate that is set, as far as there is room.' },
  paused: { tone: 'warn', word: 'Paused', meaning: 'Nobody is let in. Places are kept, and others may join.' },
  draining: { tone: 'warn', word: 'Draining', meaning: 'Nobody new may join. Who is in line or inside goes on.' },
  closed: { tone: 'bad', word: 'Closed', meaning: 'Nobody is let in any more. Who is inside may finish.' },
  soldOut: { tone: 'neutral', word: 'Sold out', meaning: 'Every ticket is paid for.' },
}

/** What the sale does now, and how to have it do something else. */
export function SaleControls({ view: { sale, silent } }: { view: OfficeView }) {
  const { tone, word, meaning } = looks[sale.state]
  const isOn = sale.state === 'open' || sale.state === 'soldOut'
  return (
    <section className="mr-card ts-controls" aria-label="The sale">
      <div className="ts-head">
        <h1>Back office</h1>
        <p className="ts-state">
          <Status tone={tone}>{word}</Status> {meaning}{' '}
          {sale.state === 'before' && (
            <>
              Opens {exactTime(Date.parse(sale.opensAt)).slice(0, 19)}, in <Countdown until={sale.opensAt} />.
            </>
          )}
        </p>
      </div>
      <div className="mr-row">
        {sale.state === 'before' && <Command command="open" done="The sale is open." icon="play" text="Open now" />}
        {isOn && <Command command="pause" done="Nobody is let in for now." icon="pause" text="Pause" />}
        {sale.state === 'paused' && (
          <Command command="resume" done="People are let in again." icon="play" text="Resume" isFirst />
        )}
        {(isOn || sale.state === 'paused') && (
          <Command command="drain" done="Nobody new may join." icon="down" text="Drain" />
        )}
        {(sale.state === 'draining' || sale.state === 'closed') && (
          <Command command="open" done="The line is open again." icon="play" text="Open again" isFirst />
        )}
        {sale.state !== 'closed' && sale.state !== 'before' && (
          <Command command="close" done="Nobody is let in any more." icon="close" text="Close" />
        )}
        <ResetSale />
      </div>
      {silent.length > 0 && (
        <Notice tone="bad">
          <strong>
            {silent.join(' and ')} {silent.length === 1 ? 'does' : 'do'} not answer.
          </strong>{' '}
          What is shown of {silent.length === 1 ? 'it' : 'them'} may be old.
        </Notice>
      )}
    </section>
  )
}

interface CommandProps {
  readonly command: string
  readonly done: string
  readonly icon: 'play' | 'pause' | 'down' | 'close'
  readonly text: string
  readonly isFirst?: boolean
}

function Command({ command, done, icon, text, isFirst = false }: CommandProps) {
  const { send, isBusy } = useCommand(done)
  return (
    <Button
      kind={isFirst ? 'primary' : 'plain'}
      busy={isBusy}
      onClick={() => void send(`/office/commands/${command}`)}
      icon={<Icon name={icon} />}
    >
      {text}
    </Button>
  )
}
