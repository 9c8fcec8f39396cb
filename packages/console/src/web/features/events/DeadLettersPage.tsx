import { EmptyState, countOf } from '@millrace/ui'
import { useFailures } from '../../api/events.ts'
import { Page, Shown } from '../../shell/Page.tsx'
import { DeliveryList } from './DeliveryList.tsx'
import { EventsNav } from './EventsNav.tsx'
import { TopicLetters } from './TopicLetters.tsx'
import './events.css'

/** Deliveries that went to a dead letter sink, or nowhere, until one is made after all; and given-up records of topics. */
export function DeadLettersPage() {
  const view = useFailures()
  return (
    <Page title="Dead letters">
      <EventsNav failures={view.query.data?.items.length} />
      <section className="events-part">
        <h2>Events</h2>
        <Shown view={view} what="dead letters">
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="No dead letters" icon="check">
                Every event has reached the subscribers of the triggers that took it.
              </EmptyState>
            ) : (
              <>
                <output className="mr-muted">
                  {countOf(items.length, 'event')} did not arrive. Put the subscriber right, then replay: what arrives
                  leaves this list.
                </output>
                <DeliveryList caption="Dead letters" deliveries={items} withTrigger />
              </>
            )
          }
        </Shown>
      </section>
      <section className="events-part">
        <h2>Records of topics</h2>
        <TopicLetters />
      </section>
    </Page>
  )
}
