/** Tables that are read and written, and jobs that keep state: aggregates, windows, a join. */
export const STATEMENTS: readonly string[] = [
  "CREATE TABLE words (word STRING, n INT) WITH ('topic.partitions' = '3')",
  'CREATE TABLE ticks (word STRING, n INT)',
  'CREATE TABLE lefts (id INT, v STRING)',
  'CREATE TABLE rights (id INT, v STRING)',
  // Every update is looked at: nothing may be compacted away.
  `CREATE TABLE counts (word STRING, c BIGINT, total BIGINT, PRIMARY KEY (word) NOT ENFORCED)
   WITH ('kafka.cleanup-policy' = 'delete')`,
  'CREATE TABLE seconds (word STRING, starts BIGINT, c BIGINT, total BIGINT)',
  'CREATE TABLE pairs (id INT, l STRING, r STRING)',
  'INSERT INTO counts SELECT word, COUNT(*), SUM(CAST(n AS BIGINT)) FROM words GROUP BY word',
  `INSERT INTO seconds
   SELECT word, UNIX_TIMESTAMP(CAST(window_start AS STRING)) * 1000, COUNT(*), SUM(CAST(n AS BIGINT))
   FROM TABLE(TUMBLE(TABLE ticks, DESCRIPTOR(\`$rowtime\`), INTERVAL '1' SECOND))
   GROUP BY word, window_start, window_end`,
  'INSERT INTO pairs SELECT l.id, l.v, r.v FROM lefts AS l JOIN rights AS r ON l.id = r.id',
]

/** Partitions of each topic that is read or looked at. */
export const PARTITIONS: Readonly<Record<string, number>> = {
  words: 3,
  ticks: 1,
  lefts: 1,
  rights: 1,
  counts: 1,
  seconds: 1,
  pairs: 1,
}
