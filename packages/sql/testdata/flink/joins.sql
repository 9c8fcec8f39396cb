CREATE TABLE l (id INT, k STRING, v INT);
-- {"id":1,"k":"a","v":10}
-- {"id":2,"k":"b","v":20}
-- {"id":3,"k":"a","v":30}
-- {"id":4,"k":null,"v":40}
-- {"id":5,"k":"z","v":50}
-- {"id":6,"k":"a","v":10}

CREATE TABLE r (id INT, k STRING, w INT);
-- {"id":1,"k":"a","w":1}
-- {"id":2,"k":"a","w":2}
-- {"id":3,"k":"b","w":3}
-- {"id":4,"k":null,"w":4}
-- {"id":5,"k":"y","w":5}

CREATE TABLE o (id INT, item STRING, ots TIMESTAMP(3), WATERMARK FOR ots AS ots);
-- {"id":1,"item":"x","ots":"2024-01-01 00:00:00"}
-- {"id":2,"item":"y","ots":"2024-01-01 00:01:00"}
-- {"id":3,"item":"x","ots":"2024-01-01 00:02:00"}
-- {"id":4,"item":"w","ots":"2024-01-01 00:10:00"}

CREATE TABLE p (oid INT, paid INT, pts TIMESTAMP(3), WATERMARK FOR pts AS pts);
-- {"oid":1,"paid":5,"pts":"2024-01-01 00:00:30"}
-- {"oid":3,"paid":7,"pts":"2024-01-01 00:01:30"}
-- {"oid":2,"paid":6,"pts":"2024-01-01 00:05:00"}
-- {"oid":9,"paid":8,"pts":"2024-01-01 00:11:00"}

-- case (net): inner join
SELECT l.id, r.id, l.k, v, w FROM l JOIN r ON l.k = r.k;

-- case (net): left join
SELECT l.id, r.id, l.k, v, w FROM l LEFT JOIN r ON l.k = r.k;

-- case (net): right join
SELECT l.id, r.id, r.k, v, w FROM l RIGHT JOIN r ON l.k = r.k;

-- case (net): full join
SELECT l.id, r.id, l.k, r.k FROM l FULL OUTER JOIN r ON l.k = r.k;

-- case (net): cross join
SELECT l.id, r.id FROM l CROSS JOIN r WHERE l.id < 3 AND r.id < 3;

-- case (net): comma join
SELECT l.id, r.id FROM l, r WHERE l.k = r.k AND w > 1;

-- case (net): join with another condition
SELECT l.id, r.id FROM l JOIN r ON l.k = r.k AND l.id < r.id;

-- case (net): left join with another condition
SELECT l.id, r.id FROM l LEFT JOIN r ON l.k = r.k AND r.w > 1;

-- case (net): left join with a condition on the left side
SELECT l.id, r.id FROM l LEFT JOIN r ON l.k = r.k AND l.v > 10;

-- case (net): full join with another condition
SELECT l.id, r.id FROM l FULL JOIN r ON l.k = r.k AND l.id <> r.id;

-- case (net): join without equality
SELECT l.id, r.id FROM l JOIN r ON l.id > r.id WHERE l.id < 4;

-- case (net): left join with a filter above
SELECT l.id, r.id FROM l LEFT JOIN r ON l.k = r.k WHERE r.id IS NULL;

-- case (net): join by several keys
SELECT l.id, w FROM l JOIN r ON l.k = r.k AND l.id = r.id;

-- case (net): join by an expression
SELECT l.id, r.id FROM l JOIN r ON UPPER(l.k) = UPPER(r.k) AND l.id + 1 = r.id;

-- case (net): join of other types of numbers
SELECT l.id, r.id FROM l JOIN r ON CAST(l.id AS BIGINT) = r.id;

-- case (net): join with USING
SELECT k, v, w FROM l JOIN r USING (k);

-- case (net): star of a join with USING
SELECT * FROM l JOIN r USING (id);

-- case (net): natural join
SELECT * FROM l NATURAL JOIN r;

-- case (net): star of a join
SELECT * FROM l JOIN r ON l.id = r.id;

-- case (net): three tables
SELECT l.id, r.id, x.id FROM l JOIN r ON l.k = r.k JOIN l AS x ON x.id = r.id;

-- case (net): self join
SELECT a.id, b.id FROM l AS a JOIN l AS b ON a.k = b.k AND a.id < b.id;

-- case (net): join of groups
SELECT a.k, c, d FROM (SELECT k, COUNT(*) AS c FROM l GROUP BY k) AS a JOIN (SELECT k, SUM(w) AS d FROM r GROUP BY k) AS b ON a.k = b.k;

-- case (net): left join of groups
SELECT a.k, c, d FROM (SELECT k, COUNT(*) AS c FROM l GROUP BY k) AS a LEFT JOIN (SELECT k, SUM(w) AS d FROM r GROUP BY k) AS b ON a.k = b.k;

-- case (net): groups of a join
SELECT l.k, COUNT(*), SUM(w) FROM l LEFT JOIN r ON l.k = r.k GROUP BY l.k;

-- case (net): IS NOT DISTINCT FROM as a key
SELECT l.id, r.id FROM l JOIN r ON l.k IS NOT DISTINCT FROM r.k;

-- case (net): IN with a query
SELECT id FROM l WHERE k IN (SELECT k FROM r);

-- case (net): NOT IN with a query
SELECT id FROM l WHERE v NOT IN (SELECT w * 10 FROM r);

-- case (net): NOT IN with a query with nulls
SELECT id FROM l WHERE k NOT IN (SELECT k FROM r);

-- case (net): IN of two values with a query
SELECT id FROM l WHERE (id, k) IN (SELECT id, k FROM r);

-- case (net): EXISTS
SELECT id FROM l WHERE EXISTS (SELECT * FROM r WHERE r.k = l.k AND w > 1);

-- case (net): NOT EXISTS
SELECT id FROM l WHERE NOT EXISTS (SELECT 1 FROM r WHERE r.k = l.k);

-- case (net): IN with a query of groups
SELECT id FROM l WHERE k IN (SELECT k FROM r GROUP BY k HAVING COUNT(*) > 1);

-- case (net): IN with other conditions
SELECT id FROM l WHERE v > 10 AND k IN (SELECT k FROM r WHERE w < 3) AND id < 5;

-- case (net): IN or another condition
SELECT id FROM l WHERE k IN (SELECT k FROM r) OR v = 50;

-- case (net): IN in a SELECT list
SELECT id, k IN (SELECT k FROM r WHERE k IS NOT NULL) FROM l;

-- case (net): a scalar subquery
SELECT id, (SELECT MAX(w) FROM r) FROM l;

-- case (net): a scalar subquery in WHERE
SELECT id FROM l WHERE v > (SELECT AVG(w) * 5 FROM r);

-- case (net): a scalar subquery by row
SELECT id, (SELECT SUM(w) FROM r WHERE r.k = l.k) FROM l;

-- case (net): EXISTS without correlation
SELECT id FROM l WHERE EXISTS (SELECT * FROM r WHERE w > 100);

-- case (net): interval join
SELECT o.id, item, paid FROM o JOIN p ON o.id = p.oid AND p.pts BETWEEN o.ots AND o.ots + INTERVAL '2' MINUTE;

-- case (net): interval join with signs of comparison
SELECT o.id, item, paid FROM o, p WHERE o.id = p.oid AND p.pts >= o.ots - INTERVAL '1' MINUTE AND p.pts < o.ots + INTERVAL '10' MINUTE;

-- case (net): left interval join
SELECT o.id, item, paid FROM o LEFT JOIN p ON o.id = p.oid AND p.pts BETWEEN o.ots AND o.ots + INTERVAL '2' MINUTE;

-- case (net): right interval join
SELECT o.id, oid, paid FROM o RIGHT JOIN p ON o.id = p.oid AND p.pts BETWEEN o.ots AND o.ots + INTERVAL '2' MINUTE;

-- case (net): full interval join
SELECT o.id, oid, paid FROM o FULL JOIN p ON o.id = p.oid AND p.pts BETWEEN o.ots AND o.ots + INTERVAL '2' MINUTE;

-- case (net): windows of an interval join
SELECT window_start, COUNT(*) FROM TABLE(TUMBLE((SELECT o.ots, paid FROM o JOIN p ON o.id = p.oid AND p.pts BETWEEN o.ots - INTERVAL '1' HOUR AND o.ots + INTERVAL '1' HOUR), DESCRIPTOR(ots), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;

-- case (net): window join
SELECT a.id, b.oid, a.window_start FROM (SELECT * FROM TABLE(TUMBLE(TABLE o, DESCRIPTOR(ots), INTERVAL '5' MINUTE))) AS a JOIN (SELECT * FROM TABLE(TUMBLE(TABLE p, DESCRIPTOR(pts), INTERVAL '5' MINUTE))) AS b ON a.id = b.oid AND a.window_start = b.window_start AND a.window_end = b.window_end;

-- case (net): left window join
SELECT a.id, b.oid, a.window_start FROM (SELECT * FROM TABLE(TUMBLE(TABLE o, DESCRIPTOR(ots), INTERVAL '5' MINUTE))) AS a LEFT JOIN (SELECT * FROM TABLE(TUMBLE(TABLE p, DESCRIPTOR(pts), INTERVAL '5' MINUTE))) AS b ON a.id = b.oid AND a.window_start = b.window_start AND a.window_end = b.window_end;

-- case (net): full window join
SELECT a.id, b.oid, COALESCE(a.window_start, b.window_start) FROM (SELECT * FROM TABLE(TUMBLE(TABLE o, DESCRIPTOR(ots), INTERVAL '5' MINUTE))) AS a FULL JOIN (SELECT * FROM TABLE(TUMBLE(TABLE p, DESCRIPTOR(pts), INTERVAL '5' MINUTE))) AS b ON a.id = b.oid AND a.window_start = b.window_start AND a.window_end = b.window_end;

-- case (net): semi window join
SELECT a.id FROM (SELECT * FROM TABLE(TUMBLE(TABLE o, DESCRIPTOR(ots), INTERVAL '5' MINUTE))) AS a WHERE a.id IN (SELECT oid FROM (SELECT * FROM TABLE(TUMBLE(TABLE p, DESCRIPTOR(pts), INTERVAL '5' MINUTE))) AS b WHERE a.window_start = b.window_start AND a.window_end = b.window_end);

-- case (net): join with a table of constants
SELECT id, n FROM l JOIN (VALUES ('a', 'first'), ('b', 'second')) AS x (k, n) ON l.k = x.k;

-- case (net): a hint of a join
SELECT /*+ BROADCAST(r) */ l.id, r.id FROM l JOIN r ON l.k = r.k;

-- case (net): a hint of state times
SELECT /*+ STATE_TTL('l' = '1d', 'r' = '12h') */ l.id, r.id FROM l JOIN r ON l.k = r.k;

-- case: an ambiguous column
SELECT id FROM l JOIN r ON l.k = r.k;

-- case: a table named twice
SELECT * FROM l JOIN l ON TRUE;

-- case: a join condition that is no boolean
SELECT l.id FROM l JOIN r ON l.id + r.id;

-- case: a join without condition
SELECT l.id FROM l JOIN r;

-- case: USING a column that is not there
SELECT l.id FROM l JOIN r USING (nowhere);

-- case (net): a join of times
SELECT o.ots, p.pts FROM o JOIN p ON o.id = p.oid;
