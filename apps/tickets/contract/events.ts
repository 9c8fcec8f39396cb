import { z } from 'zod'
import { ticketsTypes } from './shop.ts'

/** Ids of the originals' web are UUIDs; ours may be any short text that is safe in a path and a header. */
const id = () => z.string().regex(/^[\w.-]{1,100}$/u, 'must be 1 to 100 letters, digits, dots, dashes and underscores')

export const sessionId = id()
export const reservationId = id()

/** A whole number; the originals send it as text. */
export const ticketsQuantity = z
  .union(
    [
      z.int(),
      z
        .string()
        .regex(/^\d{1,6}$/u)
        .transform(Number),
    ],
    'must be a whole number',
  )
  .refine((quantity) => quantity >= 1, 'must be at least 1')

const ofSession = z.object({ sessionId })
const ofReservation = z.object({ sessionId, reservationId })
const reservation = ofReservation.extend({
  ticketsType: z.enum(ticketsTypes, `must be one of ${ticketsTypes.join(', ')}`),
  ticketsQuantity,
})

/**
 * Every event type of the sale and its data (`application/json`). Extension `correlationkey` is the sessionId, or the
 * reservationId for the two payment events; `partitionkey` is always the sessionId. Members that are not named here are
 * kept out by our services, and ignored when others send them.
 */
export const eventData = {
  /** By queue (REST) or the originals' web; consumed by queue (`/join`). */
  'Queue.CustomerJoined': ofSession,
  /** `reason`: left, lapsed (not heard of for 5 minutes), removed (by an operator). Consumed by queue (`/abandon`) and tickets. */
  'Queue.CustomerAbandoned': ofSession.extend({ reason: z.string().optional() }),
  /** Admitted: the token is fetched at `GET queue /{sessionId}`, it is never in an event. Consumed by web. */
  'Queue.CustomerExited': ofSession.extend({ number: z.int().optional() }),
  /** By tickets (REST) or the originals' web; consumed by tickets (`/reserve`). */
  'Tickets.Reserved': reservation.extend({ admission: z.string().optional() }),
  /** By tickets (REST) or the originals' web, whose `cc` is a card number; consumed by tickets (`/checkout`). */
  'Tickets.PaymentRequested': ofReservation.extend({ cc: z.string().optional(), admission: z.string().optional() }),
  /** The money is there. Consumed by web. */
  'Tickets.PaymentsAuthorized': ofReservation.extend({ amount: z.int().optional() }),
  /** By tickets, or by the process; consumed by tickets (`/tickets/emit`), queue (`/finished`) and web. */
  'Tickets.Emitted': ofReservation.extend({ ticketIds: z.array(z.string()).optional() }),
  /** Reminder: by tickets each minute of a hold, by the process every ten seconds. Consumed by web. */
  'Tickets.Reservation1MExpired': ofReservation.extend({ expiresAt: z.string().optional() }),
  /** The hold went back to sale. By tickets; by the process too. Consumed by web. */
  'Tickets.ReservationTimedOut': ofReservation,
  /** Text for a person: declined, refused, refunded. Consumed by tickets (`/notifications`, kept) and web. */
  'Notifications.Requested': ofSession.extend({
    reservationId: z.string().optional(),
    kind: z.string().optional(),
    text: z.string().optional(),
  }),
  /** A bank transfer has arrived: by payments or a bank; correlates on the sessionId. Consumed by tickets (`/transfers`). */
  'MoneyTransfer.Accepted': ofReservation.extend({ amount: z.int().optional() }),
  /** By the process when somebody left; had no consumer: tickets (`/sessions/cleanup`) gives up their holds. */
  'Session.CleanUp': ofSession,
  /** By the process when tickets are reserved; had no consumer: tickets (`/follow-ups`) books the call. */
  'Customer.FollowUpBooked': ofSession.extend({ reservationId: z.string().optional() }),
} as const satisfies Readonly<Record<string, z.ZodType>>

export type EventType = keyof typeof eventData
export type EventData<Type extends EventType> = z.output<(typeof eventData)[Type]>
