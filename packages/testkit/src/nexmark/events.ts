import { type Random, below, fraction, seededRandom } from '@millrace/kernel'
import { EPOCH, FIRST_AUCTION, FIRST_PERSON, drawAuction, drawPerson, lastAuction, lastPerson } from './ids.ts'
import { RandomText } from './random-text.ts'

/** How a stream of events is made; the same options give the same events. */
export interface NexmarkOptions {
  readonly seed: number
  readonly eventCount: number
  /** Of event time; 10,000 by default, as the benchmark has it. */
  readonly eventsPerSecond?: number
}

const BEGINNING = Date.UTC(2026, 0, 1)
const CHANNELS = 10_000
const AUCTIONS_IN_FLIGHT_EVENTS = (100 * EPOCH.events) / EPOCH.auctions

const STATES = ['AZ', 'CA', 'ID', 'OR', 'WA', 'WY']
const CITIES = ['Phoenix', 'Los Angeles', 'San Francisco', 'Boise', 'Portland', 'Bend', 'Redmond', 'Seattle', 'Kent']
const FIRST_NAMES = ['Peter', 'Paul', 'Luke', 'John', 'Saul', 'Vicky', 'Kate', 'Julie', 'Sarah', 'Walter']
const LAST_NAMES = ['Shultz', 'Abrams', 'Spencer', 'White', 'Bartels', 'Walton', 'Smith', 'Jones', 'Noris']
const HOT_CHANNELS = ['Google', 'Facebook', 'Baidu', 'Apple']

interface Source {
  readonly random: Random
  readonly text: RandomText
  readonly urls: readonly string[]
  readonly hotUrls: readonly string[]
  readonly eventsPerSecond: number
}

/**
 * The events of Nexmark (Tucker et al. 2002, in the form that Apache Beam and Flink's benchmark gave it): persons,
 * auctions and bids in the proportions 1:3:46 with hot ones among them, in the order of their times, as lines of JSON
 * for `nexmarkTable`.
 */
export function* nexmarkEvents(options: NexmarkOptions): Generator<string> {
  const { seed, eventCount, eventsPerSecond = 10_000 } = options
  const random = seededRandom(seed)
  const text = new RandomText(random)
  const urls = Array.from({ length: CHANNELS }, (_, channel) => urlOf(random, text, channel))
  const hotUrls = HOT_CHANNELS.map(() => baseUrl(text))
  const source = { random, text, urls, hotUrls, eventsPerSecond }
  for (let event = 0; event < eventCount; event++) {
    const place = event % EPOCH.events
    const at = BEGINNING + Math.floor((event * 1000) / eventsPerSecond)
    if (place < EPOCH.persons) yield `{"event_type":0,"person":${person(source, event, at)}}`
    else if (place < EPOCH.persons + EPOCH.auctions) {
      yield `{"event_type":1,"auction":${auction(source, event, at)}}`
    } else yield `{"event_type":2,"bid":${bid(source, event, at)}}`
  }
}

function person({ random, text }: Source, event: number, at: number): string {
  const name = `${pick(random, FIRST_NAMES)} ${pick(random, LAST_NAMES)}`
  const emailAddress = `${text.word(7)}@${text.word(5)}.com`
  const digits = (): string => String(below(random, 10_000)).padStart(4, '0')
  const creditCard = `${digits()} ${digits()} ${digits()} ${digits()}`
  const [city, state] = [pick(random, CITIES), pick(random, STATES)]
  const size = 8 + name.length + emailAddress.length + creditCard.length + city.length + state.length
  return JSON.stringify({
    id: FIRST_PERSON + lastPerson(event),
    name,
    emailAddress,
    creditCard,
    city,
    state,
    dateTime: timeText(at),
    extra: text.filling(size, 200),
  })
}

function auction({ random, text, eventsPerSecond }: Source, event: number, at: number): string {
  const [itemName, description] = [text.word(20), text.word(100)]
  const initialBid = price(random)
  const horizonMs = Math.floor((AUCTIONS_IN_FLIGHT_EVENTS * 1000) / eventsPerSecond)
  return JSON.stringify({
    id: FIRST_AUCTION + lastAuction(event),
    itemName,
    description,
    initialBid,
    reserve: initialBid + price(random),
    dateTime: timeText(at),
    expires: timeText(at + 1 + below(random, Math.max(1, horizonMs * 2))),
    seller: drawPerson(random, event, 0),
    category: 10 + below(random, 5),
    extra: text.filling(48 + itemName.length + description.length, 500),
  })
}

function bid({ random, text, urls, hotUrls }: Source, event: number, at: number): string {
  const hot = below(random, 2) > 0
  const channel = below(random, hot ? HOT_CHANNELS.length : CHANNELS)
  return JSON.stringify({
    auction: drawAuction(random, event),
    bidder: drawPerson(random, event, 1),
    price: price(random),
    channel: hot ? HOT_CHANNELS[channel] : `channel-${channel}`,
    url: (hot ? hotUrls : urls)[channel],
    dateTime: timeText(at),
    extra: text.filling(32, 100),
  })
}

function pick(random: Random, from: readonly string[]): string {
  return from[below(random, from.length)] as string
}

/** From 100 to 100,000,000, every power of ten as often. */
function price(random: Random): number {
  return Math.round(10 ** (fraction(random) * 6) * 100)
}

function baseUrl(text: RandomText): string {
  return `https://www.nexmark.com/${text.word(5)}/${text.word(5)}/${text.word(5)}/item.htm?query=1`
}

/** Nine channels of ten can be told by their URL. */
function urlOf(random: Random, text: RandomText, channel: number): string {
  const url = baseUrl(text)
  return below(random, 10) > 0 ? `${url}&channel_id=${Math.imul(channel + 1, 0x9e37_79b1) >>> 1}` : url
}

function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 23).replace('T', ' ')
}
