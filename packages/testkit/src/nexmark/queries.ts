/** A query of the benchmark, over the views of `nexmarkTables`. */
export interface NexmarkQuery {
  readonly name: string
  /** What it is about. */
  readonly title: string
  readonly sql: string
  /** Columns of the result by which a +U replaces a row: for the query whose -U Flink does not tell. */
  readonly key?: readonly number[]
  /** Whether rows are taken back: such results cannot go into files. */
  readonly updates?: true
}

const RANKS = ['price < 10000', 'price >= 10000 AND price < 1000000', 'price >= 1000000']

/** `counted` over all bids, and over those of each of three ranks of prices. */
function byRank(counted: string, name: string): string {
  const ranks = RANKS.map((rank, at) => `COUNT(${counted}) FILTER (WHERE ${rank}) AS rank${at + 1}_${name}`)
  return [`COUNT(${counted}) AS total_${name}`, ...ranks].join(', ')
}

const COUNTS = [byRank('*', 'bids'), byRank('DISTINCT bidder', 'bidders'), byRank('DISTINCT auction', 'auctions')]

const DAY = "DATE_FORMAT(`dateTime`, 'yyyy-MM-dd')"

const WINNING_BIDS =
  'FROM auction AS a, bid AS b WHERE a.id = b.auction AND b.`dateTime` BETWEEN a.`dateTime` AND a.expires'

const HOT_BIDS = `SELECT auction, COUNT(*) AS num, window_start, window_end
  FROM TABLE(HOP(TABLE bid, DESCRIPTOR(\`dateTime\`), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
  GROUP BY auction, window_start, window_end`

const CHANNEL_ID = "REGEXP_EXTRACT(url, '(&|^)channel_id=([^&]*)', 2)"

/**
 * What Nexmark asks, as Flink's benchmark words it. Not here: q6 (OVER), q10 (a partitioned sink), q12 (processing time:
 * another result each time), q13 (a lookup join), q14 (a user function). q11 has its sessions as a table function, which
 * is what became of SESSION in GROUP BY.
 */
export const nexmarkQueries: readonly NexmarkQuery[] = [
  { name: 'q0', title: 'pass through', sql: 'SELECT auction, bidder, price, `dateTime`, extra FROM bid' },
  {
    name: 'q1',
    title: 'currency conversion',
    sql: 'SELECT auction, bidder, 0.908 * price AS price, `dateTime`, extra FROM bid',
  },
  { name: 'q2', title: 'selection', sql: 'SELECT auction, price FROM bid WHERE MOD(auction, 123) = 0' },
  {
    name: 'q3',
    title: 'local items: join',
    sql: `SELECT p.name, p.city, p.state, a.id FROM auction AS a JOIN person AS p ON a.seller = p.id
      WHERE a.category = 10 AND (p.state = 'OR' OR p.state = 'ID' OR p.state = 'CA')`,
  },
  {
    name: 'q4',
    title: 'average price by category: join, MAX, AVG',
    updates: true,
    sql: `SELECT category, AVG(final) AS average FROM (
        SELECT a.category, MAX(b.price) AS final ${WINNING_BIDS} GROUP BY a.id, a.category
      ) AS q GROUP BY category`,
  },
  {
    name: 'q5',
    title: 'hot items: sliding windows, joined',
    updates: true,
    sql: `SELECT bids.auction, bids.num FROM (${HOT_BIDS}) AS bids JOIN (
        SELECT MAX(num) AS most, window_start, window_end FROM (${HOT_BIDS}) AS counted
        GROUP BY window_start, window_end
      ) AS best ON bids.window_start = best.window_start AND bids.window_end = best.window_end AND bids.num >= best.most`,
  },
  {
    name: 'q7',
    title: 'highest bid: a window, joined by interval',
    sql: `SELECT b.auction, b.price, b.bidder, b.\`dateTime\`, b.extra FROM bid AS b JOIN (
        SELECT MAX(price) AS highest, window_end AS \`dateTime\`
        FROM TABLE(TUMBLE(TABLE bid, DESCRIPTOR(\`dateTime\`), INTERVAL '10' SECOND)) GROUP BY window_start, window_end
      ) AS w ON b.price = w.highest WHERE b.\`dateTime\` BETWEEN w.\`dateTime\` - INTERVAL '10' SECOND AND w.\`dateTime\``,
  },
  {
    name: 'q8',
    title: 'new users who sell: two windows, joined',
    sql: `SELECT p.id, p.name, p.window_start FROM (
        SELECT id, name, window_start, window_end
        FROM TABLE(TUMBLE(TABLE person, DESCRIPTOR(\`dateTime\`), INTERVAL '10' SECOND))
        GROUP BY id, name, window_start, window_end
      ) AS p JOIN (
        SELECT seller, window_start, window_end
        FROM TABLE(TUMBLE(TABLE auction, DESCRIPTOR(\`dateTime\`), INTERVAL '10' SECOND))
        GROUP BY seller, window_start, window_end
      ) AS a ON p.id = a.seller AND p.window_start = a.window_start AND p.window_end = a.window_end`,
  },
  {
    name: 'q9',
    title: 'winning bids: join, best of each',
    updates: true,
    sql: `SELECT id, itemName, description, initialBid, reserve, \`dateTime\`, expires, seller, category, extra,
        auction, bidder, price, bid_time, bid_extra FROM (
          SELECT a.*, b.auction, b.bidder, b.price, b.\`dateTime\` AS bid_time, b.extra AS bid_extra,
            ROW_NUMBER() OVER (PARTITION BY a.id ORDER BY b.price DESC, b.\`dateTime\` ASC) AS place ${WINNING_BIDS}
        ) WHERE place <= 1`,
    key: [0],
  },
  {
    name: 'q11',
    title: 'sessions of bidders',
    sql: `SELECT bidder, COUNT(*) AS bid_count, window_start, window_end
      FROM TABLE(SESSION(TABLE bid PARTITION BY bidder, DESCRIPTOR(\`dateTime\`), INTERVAL '10' SECOND))
      GROUP BY bidder, window_start, window_end`,
  },
  {
    name: 'q15',
    title: 'bids by day: distinct counts',
    updates: true,
    sql: `SELECT ${DAY} AS \`day\`, ${COUNTS.join(', ')} FROM bid GROUP BY ${DAY}`,
  },
  {
    name: 'q16',
    title: 'bids by channel and day: distinct counts',
    updates: true,
    sql: `SELECT channel, ${DAY} AS \`day\`, MAX(DATE_FORMAT(\`dateTime\`, 'HH:mm')) AS \`minute\`, ${COUNTS.join(', ')}
      FROM bid GROUP BY channel, ${DAY}`,
  },
  {
    name: 'q17',
    title: 'bids by auction and day',
    updates: true,
    sql: `SELECT auction, ${DAY} AS \`day\`, ${byRank('*', 'bids')}, MIN(price) AS min_price, MAX(price) AS max_price,
      AVG(price) AS avg_price, SUM(price) AS sum_price FROM bid GROUP BY auction, ${DAY}`,
  },
  {
    name: 'q18',
    title: 'last bid of each bidder: deduplication',
    updates: true,
    sql: `SELECT auction, bidder, price, channel, url, \`dateTime\`, extra FROM (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY bidder, auction ORDER BY \`dateTime\` DESC) AS place FROM bid
      ) WHERE place <= 1`,
  },
  {
    name: 'q19',
    title: 'ten best bids of each auction',
    updates: true,
    sql: `SELECT * FROM (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY auction ORDER BY price DESC) AS place FROM bid
      ) WHERE place <= 10`,
  },
  {
    name: 'q20',
    title: 'bids with their auctions: join',
    sql: `SELECT auction, bidder, price, channel, url, b.\`dateTime\` AS bid_time, b.extra AS bid_extra, itemName,
        description, initialBid, reserve, a.\`dateTime\` AS auction_time, expires, seller, category, a.extra
      FROM bid AS b JOIN auction AS a ON b.auction = a.id WHERE a.category = 10`,
  },
  {
    name: 'q21',
    title: 'channels: regular expressions',
    sql: `SELECT auction, bidder, price, channel, CASE LOWER(channel) WHEN 'apple' THEN '0' WHEN 'google' THEN '1'
        WHEN 'facebook' THEN '2' WHEN 'baidu' THEN '3' ELSE ${CHANNEL_ID} END AS channel_id FROM bid
      WHERE ${CHANNEL_ID} IS NOT NULL OR LOWER(channel) IN ('apple', 'google', 'facebook', 'baidu')`,
  },
  {
    name: 'q22',
    title: 'directories of URLs',
    sql: `SELECT auction, bidder, price, channel, SPLIT_INDEX(url, '/', 3) AS dir1, SPLIT_INDEX(url, '/', 4) AS dir2,
      SPLIT_INDEX(url, '/', 5) AS dir3 FROM bid`,
  },
  {
    name: 'q23',
    title: 'bids of those who sell: two joins',
    sql: `SELECT bidder, price, channel, url, b.extra AS bid_extra, p.id AS person_id, name, emailAddress, creditCard,
        city, state, p.extra AS person_extra, itemName, description, initialBid, reserve,
        a.\`dateTime\` AS auction_time, expires, seller, category, a.extra AS auction_extra
      FROM bid AS b JOIN person AS p ON p.id = b.bidder JOIN auction AS a ON a.seller = b.bidder`,
  },
]
