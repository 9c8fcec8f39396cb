CREATE TABLE e (k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
-- {"k":"a","v":1,"ts":"2024-01-01 00:00:01"}
-- {"k":"b","v":2,"ts":"2024-01-01 00:00:03"}
-- {"k":"a","v":3,"ts":"2024-01-01 00:00:09"}
-- {"k":"a","v":4,"ts":"2024-01-01 00:00:11"}
-- {"k":"b","v":5,"ts":"2024-01-01 00:00:08.500"}
-- {"k":"a","v":6,"ts":"2024-01-01 00:00:12"}
-- {"k":"a","v":7,"ts":"2024-01-01 00:00:02"}
-- {"k":"b","v":8,"ts":"2024-01-01 00:00:25"}
-- {"k":"b","v":null,"ts":"2024-01-01 00:00:26"}
-- {"k":"a","v":9,"ts":"2024-01-01 00:00:59"}

CREATE TABLE z (k STRING, v INT, ms BIGINT, ts AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR ts AS ts);
-- {"k":"a","v":1,"ms":1704067201000}
-- {"k":"a","v":2,"ms":1704067261000}

CREATE TABLE g (k STRING, v INT, ts TIMESTAMP(3));
-- {"k":"a","v":1,"ts":"2024-01-01 00:00:01"}

-- case: TUMBLE by itself
SELECT * FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND));

-- case: HOP by itself
SELECT k, v, window_start, window_end FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) WHERE v < 4;

-- case: CUMULATE by itself
SELECT k, v, window_start, window_end FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND)) WHERE v < 4;

-- case: TUMBLE
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;

-- case: TUMBLE over everything
SELECT window_start, window_end, COUNT(*), SUM(v), AVG(v), MIN(v), MAX(v) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: TUMBLE without its bounds in the result
SELECT k, COUNT(*) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;

-- case: TUMBLE with window_time
SELECT window_time, COUNT(*) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time;

-- case: TUMBLE with an offset
SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE';
SELECT window_start, window_end, COUNT(*) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND, INTERVAL '3' SECOND)) GROUP BY window_start, window_end;

-- case: TUMBLE with named arguments
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(DATA => TABLE e, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: HOP
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k;

-- case: HOP with an offset
SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE';
SELECT window_start, window_end, COUNT(*) FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND, INTERVAL '1' SECOND)) GROUP BY window_start, window_end;

-- case: CUMULATE
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND)) GROUP BY window_start, window_end, k;

-- case: SESSION of a key
SELECT window_start, window_end, k, COUNT(*), SUM(v) FROM TABLE(SESSION(TABLE e PARTITION BY k, DESCRIPTOR(ts), INTERVAL '4' SECOND)) GROUP BY window_start, window_end, k;

-- case: SESSION over everything
SELECT window_start, window_end, COUNT(*) FROM TABLE(SESSION(TABLE e, DESCRIPTOR(ts), INTERVAL '4' SECOND)) GROUP BY window_start, window_end;

-- case: SESSION by itself
SELECT k, v, window_start, window_end FROM TABLE(SESSION(TABLE e PARTITION BY k, DESCRIPTOR(ts), INTERVAL '4' SECOND));

-- case: windows of local timestamps
SELECT window_start, window_end, SUM(v) FROM TABLE(TUMBLE(TABLE z, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;

-- case: windows of a day in another time zone
SET 'table.local-time-zone' = 'Asia/Shanghai';
SELECT window_start, window_end, SUM(v) FROM TABLE(TUMBLE(TABLE z, DESCRIPTOR(ts), INTERVAL '1' DAY)) GROUP BY window_start, window_end;

-- case: DISTINCT in windows
SELECT window_start, COUNT(DISTINCT k), COUNT(*) FILTER (WHERE v > 2) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: FIRST_VALUE, LAST_VALUE and LISTAGG in windows
SELECT window_start, FIRST_VALUE(v), LAST_VALUE(v), LISTAGG(k) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: HAVING in windows
SELECT window_start, k, SUM(v) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k HAVING SUM(v) > 4;

-- case: windows of windows
SELECT window_start, window_end, SUM(c) FROM TABLE(TUMBLE((SELECT window_time AS rt, COUNT(*) AS c FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY window_start, window_end, window_time), DESCRIPTOR(rt), INTERVAL '20' SECOND)) GROUP BY window_start, window_end;

-- case: windows of a view
CREATE TEMPORARY VIEW big AS SELECT k, v * 2 AS v2, ts FROM e WHERE v > 1;
SELECT window_start, SUM(v2) FROM TABLE(TUMBLE(TABLE big, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: windows of a subquery
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT * FROM e WHERE k = 'a'), DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: the best of each window
SELECT * FROM (SELECT window_start, k, v, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY v DESC) AS n FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND))) WHERE n <= 2;

-- case: the best groups of each window
SELECT * FROM (SELECT window_start, window_end, k, s, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY s DESC) AS n FROM (SELECT window_start, window_end, k, SUM(v) AS s FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k)) WHERE n = 1;

-- case: old group windows TUMBLE
SELECT TUMBLE_START(ts, INTERVAL '10' SECOND), TUMBLE_END(ts, INTERVAL '10' SECOND), k, COUNT(*) FROM e GROUP BY TUMBLE(ts, INTERVAL '10' SECOND), k;

-- case: old group windows HOP
SELECT HOP_START(ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND), COUNT(*) FROM e GROUP BY HOP(ts, INTERVAL '5' SECOND, INTERVAL '10' SECOND);

-- case: old group windows SESSION
SELECT SESSION_START(ts, INTERVAL '4' SECOND), SESSION_END(ts, INTERVAL '4' SECOND), k, COUNT(*) FROM e GROUP BY SESSION(ts, INTERVAL '4' SECOND), k;

-- case: grouping by a time attribute keeps late rows
SELECT ts, COUNT(*) FROM e WHERE v < 3 GROUP BY ts;

-- case: windows without a time attribute
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE g, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: windows of a column that is not there
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(nowhere), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: a window whose size is no multiple
SELECT window_start, COUNT(*) FROM TABLE(CUMULATE(TABLE e, DESCRIPTOR(ts), INTERVAL '4' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: a hopping window whose size is no multiple
SELECT window_start, COUNT(*) FROM TABLE(HOP(TABLE e, DESCRIPTOR(ts), INTERVAL '4' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;

-- case: only one bound of a window in GROUP BY
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start;

-- case: the watermark of a row
SELECT v, CURRENT_WATERMARK(ts) FROM e;

-- case: a window in months
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' MONTH)) GROUP BY window_start, window_end;
