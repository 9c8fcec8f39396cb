import { Frame } from '../frame/Frame.tsx'
import { ChoosePhone } from './ChoosePhone.tsx'
import { Handset } from './Handset.tsx'
import './phone.css'

/** `/phone` asks which phone; `/phone/<number>` is that phone. */
export function PhonePage({ phone }: { phone: string | undefined }) {
  if (phone !== undefined) return <Handset phone={phone} />
  return (
    <Frame place="phone" title="Phone">
      <ChoosePhone />
    </Frame>
  )
}
