import { Button, ErrorState, Icon, Notice, Skeleton, request, useRead, useSending } from '@millrace/ui'
import { useState } from 'react'
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
        <div className="mr-card">
          <Skeleton what="the menu" lines={9} />
        </div>
      ) : (
        <div className="mr-card">
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
  const { send, isBusy, failure } = useSending<Pizza, Order>('/api/orders', ({ orderId }) =>
    location.assign(`/orders/${orderId}`),
  )
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
        void send(pizza)
      }}
    >
      <div className="builder-choices">
        <div className="stone-head">
          <h1>Build your pizza</h1>
          <p className="mr-lead">One sauce, one cheese, one main topping, and as many extras as you like.</p>
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
        {failure !== undefined && <Notice tone="bad">{failure.message}</Notice>}
        <div className="builder-actions">
          <Button type="submit" kind="primary" className="mr-big" busy={isBusy}>
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

function surprise(menu: Menu): Pizza {
  const one = (names: readonly string[]) => names[Math.floor(Math.random() * names.length)] ?? ''
  return {
    sauce: one(menu.sauce),
    cheese: one(menu.cheese),
    main_topping: one(menu.main_topping),
    extra_toppings: menu.extra_toppings.filter(() => Math.random() < 0.4),
  }
}
