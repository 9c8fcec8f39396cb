-- case: comparisons with null
SELECT a = b, a <> b, a < b, a IS NULL, a IS NOT NULL, a IS DISTINCT FROM b, a IS NOT DISTINCT FROM b FROM (VALUES (1, 1), (1, 2), (1, CAST(NULL AS INT)), (CAST(NULL AS INT), CAST(NULL AS INT))) AS t (a, b);

-- case: three-valued AND and OR
SELECT a AND b, a OR b, NOT a FROM (VALUES (TRUE, TRUE), (TRUE, FALSE), (TRUE, CAST(NULL AS BOOLEAN)), (FALSE, CAST(NULL AS BOOLEAN)), (CAST(NULL AS BOOLEAN), CAST(NULL AS BOOLEAN))) AS t (a, b);

-- case: IS TRUE and its kin
SELECT b IS TRUE, b IS NOT TRUE, b IS FALSE, b IS NOT FALSE, b IS UNKNOWN, b IS NOT UNKNOWN FROM (VALUES (TRUE), (FALSE), (CAST(NULL AS BOOLEAN))) AS t (b);

-- case: IN and NOT IN with null
SELECT a IN (1, 2), a NOT IN (1, 2), a IN (1, CAST(NULL AS INT)), a NOT IN (1, CAST(NULL AS INT)) FROM (VALUES (1), (3), (CAST(NULL AS INT))) AS t (a);

-- case: IN of many constants
SELECT a IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22), s IN ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j') FROM (VALUES (1, 'a'), (30, 'z'), (CAST(NULL AS INT), CAST(NULL AS STRING))) AS t (a, s);

-- case: IN of text of different lengths
SELECT s IN ('a', 'abc') FROM (VALUES (CAST('a' AS STRING)), ('abc'), ('b')) AS t (s);

-- case: BETWEEN
SELECT a BETWEEN 1 AND 3, a NOT BETWEEN 1 AND 3, a BETWEEN 3 AND 1, a BETWEEN SYMMETRIC 3 AND 1, a BETWEEN 1 AND CAST(NULL AS INT) FROM (VALUES (2), (5), (CAST(NULL AS INT))) AS t (a);

-- case: a filter keeps only what is true
SELECT a FROM (VALUES (1), (2), (CAST(NULL AS INT))) AS t (a) WHERE a > 1;

-- case: a filter by a negated condition
SELECT a FROM (VALUES (1), (2), (CAST(NULL AS INT))) AS t (a) WHERE NOT (a > 1);

-- case: CASE with conditions
SELECT CASE WHEN a > 1 THEN 'big' WHEN a = 1 THEN 'one' ELSE 'other' END, CASE WHEN a > 1 THEN a END FROM (VALUES (1), (2), (CAST(NULL AS INT))) AS t (a);

-- case: CASE with a value
SELECT CASE a WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'more' END, CASE a WHEN NULL THEN 'null' ELSE 'never' END FROM (VALUES (1), (2), (3), (CAST(NULL AS INT))) AS t (a);

-- case: CASE with results of several types
SELECT CASE WHEN a = 1 THEN 1 ELSE 1.5 END, CASE WHEN a = 1 THEN 1 ELSE 1e0 END, CASE WHEN a = 1 THEN CAST(1 AS BIGINT) ELSE 2 END FROM (VALUES (1), (2)) AS t (a);

-- case: CASE with text of several lengths
SELECT '<' || CASE WHEN a = 1 THEN 'one' ELSE 'three' END || '>' FROM (VALUES (1), (2)) AS t (a);

-- case: COALESCE, IFNULL, NULLIF, NVL
SELECT COALESCE(a, b, 0), COALESCE(a, b), IFNULL(a, -1), NULLIF(a, 1), NULLIF(a, b) FROM (VALUES (1, 2), (CAST(NULL AS INT), 2), (CAST(NULL AS INT), CAST(NULL AS INT))) AS t (a, b);

-- case: COALESCE of several types
SELECT COALESCE(CAST(NULL AS INT), 1.5), COALESCE(CAST(NULL AS STRING), 'x'), COALESCE(1, 2), IFNULL(CAST(NULL AS INT), CAST(2 AS BIGINT));

-- case: IF
SELECT IF(a > 1, 'big', 'small'), IF(CAST(NULL AS BOOLEAN), 1, 2), IF(TRUE, CAST(NULL AS INT), 2) FROM (VALUES (1), (2)) AS t (a);

-- case: NULLIF keeps the first type
SELECT NULLIF(1.5, 2), NULLIF('a', 'b'), NULLIF(CAST(1 AS BIGINT), 1);

-- case: a bare NULL
SELECT NULL;

-- case: a bare NULL in VALUES
SELECT * FROM (VALUES (1, NULL), (2, 3)) AS t (a, b);

-- case: a null is equal to nothing in a condition
SELECT 1 WHERE NULL = NULL;

-- case: a bare null in a comparison
SELECT a = NULL FROM (VALUES (1)) AS t (a);

-- case: a bare null IS NULL
SELECT NULL IS NULL;

-- case: a bare null in COALESCE
SELECT COALESCE(NULL, 2);

-- case: a bare null in CASE
SELECT CASE WHEN a = 1 THEN NULL ELSE 5 END, CASE WHEN a = 1 THEN 'x' ELSE NULL END FROM (VALUES (1), (2)) AS t (a);

-- case: nothing but null in CASE
SELECT CASE WHEN a = 1 THEN NULL ELSE NULL END FROM (VALUES (1)) AS t (a);

-- case: a bare null in IF
SELECT IF(a = 1, NULL, 5) FROM (VALUES (1), (2)) AS t (a);

-- case: a bare null in IN
SELECT a IN (2, NULL) FROM (VALUES (1), (2)) AS t (a);

-- case: a bare null in a function of text
SELECT UPPER(NULL), CONCAT('a', NULL);

-- case: a bare null in an array
SELECT ARRAY[1, NULL];

-- case: a bare null as a condition
SELECT a FROM (VALUES (1)) AS t (a) WHERE NULL;

-- case: a bare null with AND
SELECT TRUE AND NULL;

-- case: a bare null in UNION
SELECT 1 UNION ALL SELECT NULL;

-- case: a bare null in NULLIF
SELECT NULLIF(NULL, 1);

-- case: comparison of incompatible types
SELECT 1 = TRUE;

-- case: comparison of a date with a number
SELECT DATE '2024-01-01' = 5;

-- case: comparison of dates with timestamps
SELECT DATE '2024-01-01' = TIMESTAMP '2024-01-01 00:00:00', DATE '2024-01-01' < TIMESTAMP '2024-01-01 00:00:01';

-- case: comparison of rows
SELECT ROW(1, 'a') = ROW(1, 'a'), ROW(1, 2) = ROW(1, 3), (1, 2) = (1, 2);

-- case: comparison of arrays
SELECT ARRAY[1, 2] = ARRAY[1, 2], ARRAY[1] = ARRAY[2];

-- case: conditions of a chain of comparisons
SELECT a FROM (VALUES (1), (2), (3), (4)) AS t (a) WHERE a > 1 AND a < 4 OR a = 4 AND NOT a = 3;

-- case: a condition that is no boolean
SELECT a FROM (VALUES (1)) AS t (a) WHERE a;

-- case: constant conditions
SELECT a FROM (VALUES (1), (2)) AS t (a) WHERE TRUE AND 1 = 1;

-- case: a condition that is never true
SELECT a FROM (VALUES (1), (2)) AS t (a) WHERE FALSE;
