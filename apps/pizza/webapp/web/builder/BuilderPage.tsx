import { Button, ErrorState, Icon, Notice, Skeleton, asApiError, newKey, request, useRead } from '@millrace/ui'
import { useRef, useState } from 'react'
import type { Menu } from '../../../contract/menu.ts'
import type { Order, Pizza } from '../../../contract/order.ts'
import { Frame } from '../frame/Frame.tsx'
import { useCustomer } from '../session/use-session.ts'
import { Choice, Extras } from './choices.tsx'
import { describePizza } from './describe.ts'
import { PizzaPicture } from './PizzaPicture.tsx'
import './builder.css'

/** The counter: what goes on the pizza, and the pizza. */
export function BuilderPage() {
  const session = useCustomer()
  const menu = useRead('/api/menu', 0, (path, signal) => request<Menu>(path, { signal }))
  return (
    <Frame place="build" title="Build a pizza" session={session}>
      {menu.data !== undefined && session !== undefined ? (
        <Builder menu={menu.data} />
      ) : menu.error === undefined ? (
        <div className="stone-card">
          <Skeleton what="the menu" lines={9} />
        </div>
      ) : (
        <div className="stone-card">
          <ErrorState title="The menu could not be read" detail={menu.error.message} onRetry={menu.again} />
        </div>
      )}
    </Frame>
  )
}

function Builder({ menu }: { menu: Menu }) {
  const [pizza, setPizza] = useState<Pizza>(() => ({
    sauce: menu.sauce[0],
    cheese: menu.cheese[0],
    main_topping: menu.main_topping[0],
    extra_toppings: [],
  }))
  const { busy, failure, order } = useOrdering()
  const put = (change: Partial<Pizza>) => setPizza((before) => ({ ...before, ...change }))
  const toggle = (extra: string) => {
    const { extra_toppings: extras } = pizza
    put({ extra_toppings: extras.includes(extra) ? extras.filter((one) => one !== extra) : [...extras, extra] })
  }
  return (
    <form
      className="builder"
      onSubmit={(event) => {
        event.preventDefault()
        void order(pizza)
      }}
    >
      <div className="builder-choices">
        <div className="stone-head">
          <h1>Build your pizza</h1>
          <p className="stone-lead">One sauce, one cheese, one main topping, and as many extras as you like.</p>
        </div>
        <Choice
          title="Sauce"
          name="sauce"
          names={menu.sauce}
          value={pizza.sauce}
          onChange={(sauce) => put({ sauce })}
        />
        <Choice
          title="Cheese"
          name="cheese"
          names={menu.cheese}
          value={pizza.cheese}
          onChange={(cheese) => put({ cheese })}
        />
        <Choice
          title="Main topping"
          name="main_topping"
          names={menu.main_topping}
          value={pizza.main_topping}
          onChange={(main_topping) => put({ main_topping })}
        />
        <Extras names={menu.extra_toppings} values={pizza.extra_toppings} onToggle={toggle} />
      </div>
      <aside className="builder-side" aria-label="Your pizza">
        <PizzaPicture pizza={pizza} label="" />
        <p className="builder-what" aria-live="polite">
          {describePizza(pizza)}
        </p>
        {failure !== undefined && <Notice tone="bad">{failure}</Notice>}
        <div className="builder-actions">
          <Button type="submit" kind="primary" className="stone-big" busy={busy}>
            Order this pizza
          </Button>
          <Button icon={<Icon name="refresh" />} onClick={() => setPizza(surprise(menu))}>
            Surprise me
          </Button>
        </div>
      </aside>
    </form>
  )
}

/** Orders once however often the button is pressed: the key changes only with the pizza. */
function useOrdering() {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | undefined>()
  const kept = useRef<{ readonly pizza: string; readonly key: string } | undefined>(undefined)
  const order = async (pizza: Pizza) => {
    const text = JSON.stringify(pizza)
    if (kept.current?.pizza !== text) kept.current = { pizza: text, key: newKey() }
    setBusy(true)
    try {
      const { orderId } = await request<Order>('/api/orders', { method: 'POST', body: pizza, key: kept.current.key })
      location.assign(`/orders/${orderId}`)
    } catch (thrown) {
      setFailure(asApiError(thrown).message)
      setBusy(false)
    }
  }
  return { busy, failure, order }
}

function surprise(menu: Menu): Pizza {
  const one = (names: readonly string[]) => names[Math.floor(Math.random() * names.length)] ?? ''
  return {
    sauce: one(menu.sauce),
    cheese: one(menu.cheese),
    main_topping: one(menu.main_topping),
    extra_toppings: menu.extra_toppings.filter(() => Math.random() < 0.4),
  }
}
