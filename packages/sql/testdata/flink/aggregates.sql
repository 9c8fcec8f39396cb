CREATE TABLE t (k STRING, v INT, d DECIMAL(10, 2), x DOUBLE, s STRING, b BOOLEAN, ts TIMESTAMP(3));
-- {"k":"a","v":1,"d":1.50,"x":1.5,"s":"p","b":true,"ts":"2024-01-01 00:00:01"}
-- {"k":"b","v":10,"d":2.25,"x":-2.0,"s":"q","b":false,"ts":"2024-01-01 00:00:02"}
-- {"k":"a","v":3,"d":0.25,"x":0.5,"s":"r","b":true,"ts":"2024-01-01 00:00:00"}
-- {"k":"a","v":null,"d":null,"x":null,"s":null,"b":null,"ts":null}
-- {"k":null,"v":5,"d":5.00,"x":5.0,"s":"p","b":false,"ts":"2024-01-01 00:00:05"}
-- {"k":"b","v":10,"d":2.25,"x":-2.0,"s":"q","b":false,"ts":"2024-01-01 00:00:02"}
-- {"k":"c","v":null,"d":null,"x":null,"s":null,"b":null,"ts":null}

CREATE TABLE nothing (k STRING, v INT);

-- case: COUNT
SELECT k, COUNT(*), COUNT(v), COUNT(1) FROM t GROUP BY k;

-- case: SUM
SELECT k, SUM(v), SUM(d), SUM(x) FROM t GROUP BY k;

-- case: AVG
SELECT k, AVG(v), AVG(d), AVG(x) FROM t GROUP BY k;

-- case: MIN and MAX
SELECT k, MIN(v), MAX(v), MIN(d), MAX(x), MIN(s), MAX(s), MIN(ts), MAX(ts) FROM t GROUP BY k;

-- case: MIN and MAX of booleans
SELECT k, MIN(b), MAX(b) FROM t GROUP BY k;

-- case: SUM0
SELECT k, `$SUM0`(v) FROM t GROUP BY k;

-- case: FIRST_VALUE and LAST_VALUE
SELECT k, FIRST_VALUE(v), LAST_VALUE(v), FIRST_VALUE(s), LAST_VALUE(s) FROM t GROUP BY k;

-- case: LISTAGG
SELECT k, LISTAGG(s), LISTAGG(s, '|') FROM t GROUP BY k;

-- case: LISTAGG of distinct values
SELECT LISTAGG(DISTINCT s) FROM t;

-- case: COLLECT
SELECT k, COLLECT(v) FROM t GROUP BY k;

-- case: ARRAY_AGG
SELECT k, ARRAY_AGG(v) FROM t GROUP BY k;

-- case: statistics
SELECT k, VAR_POP(x), VAR_SAMP(x), STDDEV_POP(x), STDDEV_SAMP(x), VARIANCE(x) FROM t GROUP BY k;

-- case: statistics of integers
SELECT k, VAR_POP(v), STDDEV_POP(v), STDDEV_SAMP(v) FROM t GROUP BY k;

-- case: DISTINCT aggregates
SELECT k, COUNT(DISTINCT v), SUM(DISTINCT v), COUNT(DISTINCT s) FROM t GROUP BY k;

-- case: DISTINCT over all
SELECT COUNT(DISTINCT k), COUNT(DISTINCT v), SUM(DISTINCT d) FROM t;

-- case: FILTER
SELECT k, COUNT(*) FILTER (WHERE v > 1), SUM(v) FILTER (WHERE s = 'p'), COUNT(DISTINCT v) FILTER (WHERE b) FROM t GROUP BY k;

-- case: aggregates over everything
SELECT COUNT(*), SUM(v), AVG(x), MIN(s), MAX(d) FROM t;

-- case: aggregates over nothing
SELECT COUNT(*), SUM(v), MIN(k) FROM nothing;

-- case: groups of nothing
SELECT k, COUNT(*) FROM nothing GROUP BY k;

-- case: GROUP BY an expression
SELECT v / 2, COUNT(*) FROM t GROUP BY v / 2;

-- case: GROUP BY several columns
SELECT k, b, COUNT(*) FROM t GROUP BY k, b;

-- case: GROUP BY a position is no position
SELECT k, COUNT(*) FROM t GROUP BY 1;

-- case: GROUP BY an alias
SELECT v + 1 AS w, COUNT(*) FROM t GROUP BY w;

-- case: GROUP BY a constant
SELECT COUNT(*) FROM t GROUP BY 'x';

-- case: HAVING
SELECT k, COUNT(*) FROM t GROUP BY k HAVING COUNT(*) > 1;

-- case: HAVING without a group
SELECT COUNT(*) FROM t HAVING COUNT(*) > 3;

-- case: HAVING with another aggregate
SELECT k FROM t GROUP BY k HAVING SUM(v) > 4;

-- case: expressions of aggregates
SELECT k, SUM(v) * 2 + COUNT(*), UPPER(k) || 'x', CASE WHEN COUNT(*) > 1 THEN 'many' ELSE 'one' END FROM t GROUP BY k;

-- case: a group of groups
SELECT c, COUNT(*) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k) GROUP BY c;

-- case: sums of groups with retraction
SELECT SUM(c), MIN(c), AVG(c), COUNT(c) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k);

-- case: MAX of groups whose greatest goes
SELECT MAX(c) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k);

-- case: FIRST_VALUE and LAST_VALUE with retraction
SELECT FIRST_VALUE(c), LAST_VALUE(c) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k);

-- case: LISTAGG with retraction
SELECT LISTAGG(k) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k) GROUP BY c;

-- case: MIN and MAX with retraction
SELECT MIN(m), MAX(m) FROM (SELECT k, MAX(v) AS m FROM t GROUP BY k);

-- case: COUNT DISTINCT with retraction
SELECT COUNT(DISTINCT c), SUM(DISTINCT c) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k);

-- case (net): statistics with retraction
SELECT VAR_POP(c), STDDEV_SAMP(c) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k);

-- case: FILTER with retraction
SELECT COUNT(*) FILTER (WHERE c > 1), SUM(c) FILTER (WHERE k = 'a') FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k);

-- case: SELECT DISTINCT
SELECT DISTINCT k FROM t;

-- case: SELECT DISTINCT of several columns
SELECT DISTINCT k, v FROM t;

-- case: SELECT DISTINCT of groups
SELECT DISTINCT c FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k);

-- case: aggregates of what is never null
SELECT k, SUM(c), AVG(c), MIN(c), MAX(c), FIRST_VALUE(c), LAST_VALUE(c), LISTAGG(kk), COUNT(c), ARRAY_AGG(c) FROM (SELECT k, COALESCE(k, 'x') AS kk, COALESCE(v, 0) AS c FROM t) GROUP BY k;

-- case: aggregates of what is never null over everything
SELECT SUM(c), AVG(c), MIN(c), MAX(c), FIRST_VALUE(c), LISTAGG(kk), VAR_POP(c) FROM (SELECT k, COALESCE(k, 'x') AS kk, COALESCE(v, 0) AS c FROM t);

-- case: aggregates of what is never null with FILTER
SELECT k, SUM(c) FILTER (WHERE c > 1), MIN(c) FILTER (WHERE c > 1) FROM (SELECT k, COALESCE(v, 0) AS c FROM t) GROUP BY k;

-- case: GROUPING SETS
SELECT k, b, COUNT(*), GROUPING(k), GROUPING_ID(k, b) FROM t GROUP BY GROUPING SETS ((k), (b), ());

-- case: ROLLUP
SELECT k, b, SUM(v) FROM t GROUP BY ROLLUP (k, b);

-- case: CUBE
SELECT k, b, SUM(v) FROM t GROUP BY CUBE (k, b);

-- case: a column that is not grouped
SELECT k, v, COUNT(*) FROM t GROUP BY k;

-- case: an aggregate in WHERE
SELECT k FROM t WHERE COUNT(*) > 1 GROUP BY k;

-- case: an aggregate of an aggregate
SELECT SUM(COUNT(*)) FROM t GROUP BY k;

-- case: a sum of text
SELECT SUM(s) FROM t;

-- case: an aggregate of a star
SELECT SUM(*) FROM t;

-- case: sums of small integers
SELECT SUM(CAST(v AS TINYINT)), SUM(CAST(v AS SMALLINT)), SUM(CAST(v AS BIGINT)), AVG(CAST(v AS TINYINT)), SUM(CAST(v AS FLOAT)), AVG(CAST(v AS FLOAT)) FROM t;

-- case: sums that wrap
SELECT SUM(v * 400000000), AVG(v * 400000000) FROM t;

-- case: averages of decimals of many digits
SELECT AVG(CAST(d AS DECIMAL(38, 10))), SUM(CAST(d AS DECIMAL(38, 10))), AVG(CAST(d AS DECIMAL(4, 0))) FROM t;

-- case: averages of negative whole numbers
SELECT AVG(-v) FROM t WHERE k = 'a' OR k = 'b';

-- case: arguments that are expressions
SELECT k, SUM(v + 1), COUNT(v > 2), MAX(UPPER(s)), SUM(CASE WHEN b THEN 1 ELSE 0 END) FROM t GROUP BY k;

-- case: two aggregations of the same argument
SELECT k, SUM(v), SUM(v) + 1, SUM(DISTINCT v) FROM t GROUP BY k;

-- case: a filter above an aggregation
SELECT * FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k) WHERE c < 3;

-- case: a filter by the key above an aggregation
SELECT * FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k) WHERE k = 'a';

-- case (net): mini-batches
SET 'table.exec.mini-batch.enabled' = 'true';
SET 'table.exec.mini-batch.allow-latency' = '5 s';
SET 'table.exec.mini-batch.size' = '1000';
SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k;

-- case (net): mini-batches of groups of groups
SET 'table.exec.mini-batch.enabled' = 'true';
SET 'table.exec.mini-batch.allow-latency' = '5 s';
SET 'table.exec.mini-batch.size' = '1000';
SELECT c, COUNT(*) FROM (SELECT k, COUNT(*) AS c FROM t GROUP BY k) GROUP BY c;

-- case (net): mini-batches of three rows
SET 'table.exec.mini-batch.enabled' = 'true';
SET 'table.exec.mini-batch.allow-latency' = '50 s';
SET 'table.exec.mini-batch.size' = '3';
SELECT k, COUNT(*), SUM(v) FROM t GROUP BY k;
