CREATE TABLE t (id INT, k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
-- {"id":1,"k":"a","v":10,"ts":"2024-01-01 00:00:01"}
-- {"id":2,"k":"b","v":20,"ts":"2024-01-01 00:00:02"}
-- {"id":3,"k":"a","v":30,"ts":"2024-01-01 00:00:03"}
-- {"id":4,"k":"a","v":5,"ts":"2024-01-01 00:00:04"}
-- {"id":5,"k":"b","v":null,"ts":"2024-01-01 00:00:05"}
-- {"id":6,"k":"a","v":30,"ts":"2024-01-01 00:00:06"}
-- {"id":7,"k":null,"v":1,"ts":"2024-01-01 00:00:07"}
-- {"id":8,"k":"a","v":40,"ts":"2024-01-01 00:00:08"}

-- case: the best of each key with its rank
SELECT * FROM (SELECT id, k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM t) WHERE n <= 2;

-- case: the best of each key without its rank
SELECT id, k, v FROM (SELECT id, k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM t) WHERE n <= 2;

-- case: the lowest of each key
SELECT id, k, v FROM (SELECT id, k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v) AS n FROM t) WHERE n <= 2;

-- case: the best of all
SELECT * FROM (SELECT id, v, ROW_NUMBER() OVER (ORDER BY v DESC) AS n FROM t) WHERE n <= 3;

-- case: the second and third of each key
SELECT * FROM (SELECT id, k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM t) WHERE n >= 2 AND n <= 3;

-- case: ordered by several columns
SELECT * FROM (SELECT id, k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, id DESC) AS n FROM t) WHERE n <= 2;

-- case: nulls last
SELECT id, k, v FROM (SELECT id, k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v ASC NULLS LAST) AS n FROM t) WHERE n <= 1;

-- case: the first row of each key by time
SELECT id, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts ASC) AS n FROM t) WHERE n = 1;

-- case: the last row of each key by time
SELECT id, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts DESC) AS n FROM t) WHERE n = 1;

-- case: the first row of each key by processing time
SELECT id, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY PROCTIME() ASC) AS n FROM t) WHERE n = 1;

-- case: the last row of each key by processing time
SELECT id, k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY PROCTIME() DESC) AS n FROM t) WHERE n = 1;

-- case (net): ranks of groups
SELECT * FROM (SELECT k, s, ROW_NUMBER() OVER (ORDER BY s DESC) AS n FROM (SELECT k, SUM(v) AS s FROM t GROUP BY k)) WHERE n <= 2;

-- case (net): ranks of groups without their rank
SELECT k, s FROM (SELECT k, s, ROW_NUMBER() OVER (ORDER BY s DESC) AS n FROM (SELECT k, SUM(v) AS s FROM t GROUP BY k)) WHERE n <= 2;

-- case: the first by rank one
SELECT k, v FROM (SELECT k, v, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM t) WHERE n = 1;

-- case: RANK
SELECT * FROM (SELECT id, k, v, RANK() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM t) WHERE n <= 2;

-- case: ORDER BY with LIMIT
SELECT id, v FROM t ORDER BY v DESC LIMIT 3;

-- case: ORDER BY with LIMIT and OFFSET
SELECT id, v FROM t ORDER BY v DESC LIMIT 2 OFFSET 1;

-- case: ORDER BY with FETCH
SELECT id, v FROM t ORDER BY v FETCH FIRST 2 ROWS ONLY;

-- case: ORDER BY an expression with LIMIT
SELECT id, v FROM t ORDER BY v * -1 LIMIT 2;

-- case: ORDER BY a position
SELECT id, v FROM t ORDER BY 2 DESC LIMIT 2;

-- case: ORDER BY a column that is not selected
SELECT id FROM t ORDER BY v DESC LIMIT 2;

-- case: ORDER BY nulls last
SELECT id, v FROM t ORDER BY v ASC NULLS LAST LIMIT 3;

-- case (net): ORDER BY of groups with LIMIT
SELECT k, COUNT(*) AS c FROM t GROUP BY k ORDER BY c DESC LIMIT 1;

-- case: LIMIT
SELECT id FROM t LIMIT 3;

-- case: LIMIT with OFFSET
SELECT id FROM t LIMIT 2 OFFSET 3;

-- case: LIMIT of groups
SELECT k, COUNT(*) FROM t GROUP BY k LIMIT 1;

-- case: LIMIT zero
SELECT id FROM t LIMIT 0;

-- case: OFFSET alone
SELECT id FROM t OFFSET 6;

-- case: ORDER BY time
SELECT id, ts FROM t ORDER BY ts;

-- case: ORDER BY something else without LIMIT
SELECT id, v FROM t ORDER BY v;

-- case: a rank without a bound
SELECT id, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v) AS n FROM t;

-- case: a rank that is at least something
SELECT * FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v) AS n FROM t) WHERE n >= 2;

-- case: sums over rows by time
SELECT id, k, SUM(v) OVER (PARTITION BY k ORDER BY ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t;

-- case: sums over a range of time
SELECT id, k, SUM(v) OVER (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '3' SECOND PRECEDING AND CURRENT ROW) FROM t;

-- case: counts over all rows before
SELECT id, COUNT(*) OVER (PARTITION BY k ORDER BY ts) FROM t;

-- case: a rank without an order
SELECT * FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY k) AS n FROM t) WHERE n = 1;
