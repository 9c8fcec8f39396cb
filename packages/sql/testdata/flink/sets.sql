CREATE TABLE t (id INT, k STRING);
-- {"id":1,"k":"a"}
-- {"id":2,"k":"b"}
-- {"id":2,"k":"b"}
-- {"id":3,"k":null}

CREATE TABLE u (id INT, k STRING);
-- {"id":2,"k":"b"}
-- {"id":3,"k":null}
-- {"id":4,"k":"d"}

CREATE TABLE n (id BIGINT, k VARCHAR(3));
-- {"id":7,"k":"x"}

CREATE TABLE Mixed (`select` INT, `a b` STRING, Up INT);
-- {"select":1,"a b":"x","Up":2}

CREATE TABLE arr (id INT, xs ARRAY<INT>, m MAP<STRING, INT>, r ROW<a INT, b STRING>);
-- {"id":1,"xs":[1,2],"m":{"p":1},"r":{"a":1,"b":"x"}}
-- {"id":2,"xs":[],"m":null,"r":null}
-- {"id":3,"xs":null,"m":{},"r":{"a":null,"b":"y"}}

-- case (net): UNION ALL
SELECT id, k FROM t UNION ALL SELECT id, k FROM u;

-- case (net): UNION
SELECT id, k FROM t UNION SELECT id, k FROM u;

-- case (net): UNION of several types
SELECT id, k FROM t UNION ALL SELECT id, k FROM n;

-- case (net): UNION of constants
SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'yyy' UNION ALL SELECT 3, CAST(NULL AS STRING);

-- case (net): INTERSECT
SELECT id, k FROM t INTERSECT SELECT id, k FROM u;

-- case (net): EXCEPT
SELECT id, k FROM t EXCEPT SELECT id, k FROM u;

-- case (net): INTERSECT ALL
SELECT id, k FROM t INTERSECT ALL SELECT id, k FROM u;

-- case (net): EXCEPT ALL
SELECT id, k FROM t EXCEPT ALL SELECT id, k FROM u;

-- case (net): UNION in a subquery
SELECT k, COUNT(*) FROM (SELECT * FROM t UNION ALL SELECT * FROM u) GROUP BY k;

-- case (net): UNION ALL and UNION in one chain
SELECT id FROM t UNION ALL SELECT id FROM u UNION SELECT id FROM u;

-- case: UNION of different widths
SELECT id, k FROM t UNION ALL SELECT id FROM u;

-- case: UNION of types with nothing in common
SELECT id FROM t UNION ALL SELECT k FROM u;

-- case: VALUES alone
VALUES (1, 'a'), (2, 'b');

-- case: VALUES with names
SELECT n, s FROM (VALUES (1, 'a'), (2, 'bb')) AS v (n, s) WHERE n > 1;

-- case: VALUES with rows
SELECT * FROM (VALUES ROW(1, 'a'), ROW(2, 'b')) AS v (n, s);

-- case: VALUES of several types
SELECT * FROM (VALUES (1, 'a'), (2.5, 'bbb')) AS v (n, s);

-- case: VALUES of different widths
VALUES (1, 'a'), (2);

-- case: VALUES without a common type
VALUES (1), ('a');

-- case: WITH
WITH big AS (SELECT id, k FROM t WHERE id > 1) SELECT k, COUNT(*) FROM big GROUP BY k;

-- case (net): WITH twice
WITH a AS (SELECT id FROM t), b AS (SELECT id FROM a WHERE id > 1) SELECT a.id FROM a JOIN b ON a.id = b.id;

-- case: WITH and column names
WITH a (x, y) AS (SELECT id, k FROM t) SELECT y, x FROM a WHERE x = 1;

-- case: WITH hides a table
WITH t AS (SELECT 42 AS id) SELECT id FROM t;

-- case: a view
CREATE TEMPORARY VIEW v AS SELECT id * 2 AS twice, k FROM t;
SELECT twice FROM v WHERE k = 'b';

-- case: a view with names
CREATE VIEW v (p, q) AS SELECT id, k FROM t;
SELECT q, p FROM v WHERE p < 2;

-- case: subqueries in FROM
SELECT x.a FROM (SELECT id + 1 AS a FROM (SELECT * FROM t) AS y) AS x WHERE x.a > 2;

-- case: stars
SELECT t.*, id + 1 AS more FROM t WHERE id = 1;

-- case: a star twice
SELECT *, * FROM t WHERE id = 1;

-- case: names in backticks
SELECT `select`, `a b`, Up FROM Mixed;

-- case: names are told by case
SELECT up FROM Mixed;

-- case: an alias in WHERE
SELECT id AS x FROM t WHERE x = 1;

-- case: aliases without AS
SELECT id x, k y FROM t z WHERE z.id = 1;

-- case: a table with its path
SELECT id FROM default_catalog.default_database.t WHERE id = 1;

-- case: comments
SELECT /* first */ id -- two
FROM t WHERE id = 1;

-- case: a SELECT without FROM
SELECT 1 + 1 AS two, 'x' AS s;

-- case: collections of a table
SELECT id, xs[1], CARDINALITY(xs), m['p'], r.a, r.b FROM arr;

-- case: collections as they are
SELECT * FROM arr;

-- case: UNNEST of an array
SELECT id, x FROM arr CROSS JOIN UNNEST(xs) AS q (x);

-- case: UNNEST of a map
SELECT id, mk, mv FROM arr CROSS JOIN UNNEST(m) AS q (mk, mv);

-- case: LEFT JOIN UNNEST
SELECT id, x FROM arr LEFT JOIN UNNEST(xs) AS q (x) ON TRUE;

-- case: hints of tables
SELECT id FROM t /*+ OPTIONS('json.fail-on-missing-field' = 'false') */ WHERE id = 1;

-- case: a table that is not there
SELECT * FROM nowhere;

-- case: a column that is not there
SELECT nothing FROM t;

-- case: a function that there is not
SELECT nofun(id) FROM t;

-- case: a table function that there is not
SELECT * FROM TABLE(nofun(TABLE t));

-- case: a keyword as a name
SELECT id AS select FROM t;

-- case: a statement that ends early
SELECT id FROM;

-- case: an unclosed string
SELECT 'abc FROM t;

-- case: an unclosed parenthesis
SELECT (id FROM t;

-- case: a word too many
SELECT id FROM t WHERE id = 1 2;

-- case: a comma too many
SELECT id, FROM t;

-- case: a wrong character
SELECT id ? FROM t;

-- case: deep parentheses
SELECT ((((((((((((((((((((1)))))))))))))))))))) + 1;

-- case: duplicate names in a subquery
SELECT x.id FROM (SELECT id, id FROM t) AS x;

-- case: MATCH_RECOGNIZE of nothing
SELECT * FROM t MATCH_RECOGNIZE (PATTERN (A) DEFINE A AS TRUE);
