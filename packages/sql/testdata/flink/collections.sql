-- case: elements of arrays and maps
SELECT a[1], a[3], m['x'], CARDINALITY(a), CARDINALITY(m) FROM (VALUES (ARRAY[10, 20, 30], MAP['x', 1, 'y', 2])) AS t (a, m);

-- case: elements that are not there
SELECT a[4], m['z'] FROM (VALUES (ARRAY[10, 20, CAST(NULL AS INT)], MAP['x', CAST(NULL AS INT)])) AS t (a, m);

-- case: elements that are not there of types that may not be null
SELECT a[4], m['z'] FROM (VALUES (ARRAY[10, 20], MAP['x', 1])) AS t (a, m);

-- case: element zero of an array
SELECT a[0] FROM (VALUES (ARRAY[10])) AS t (a);

-- case: a constant element of an array below one
SELECT ARRAY[10][-1];

-- case: fields of rows
SELECT r.a, r.b, t.r.b FROM (SELECT CAST(ROW(1, 'x') AS ROW<a INT, b STRING>) AS r) AS t;

-- case: nested rows
SELECT t.r.inner_row.x FROM (SELECT CAST(ROW(ROW(5)) AS ROW<inner_row ROW<x INT>>) AS r) AS t;

-- case: fields of a row without names
SELECT ROW(1, 'x'), ROW(1, 'x').EXPR$0;

-- case: ARRAY_CONTAINS and its kin
SELECT ARRAY_CONTAINS(a, 2), ARRAY_CONTAINS(a, 9), ARRAY_DISTINCT(ARRAY[1, 1, 2]), ARRAY_POSITION(a, 3), ARRAY_REMOVE(a, 2), ARRAY_REVERSE(a), ARRAY_SLICE(a, 1, 2), ARRAY_MAX(a), ARRAY_MIN(a) FROM (VALUES (ARRAY[1, 2, 3])) AS t (a);

-- case: joining and concatenating arrays
SELECT ARRAY_JOIN(ARRAY['a', 'b'], '-'), ARRAY_CONCAT(ARRAY[1], ARRAY[2, 3]), ARRAY_UNION(ARRAY[1, 2], ARRAY[2, 3]), ARRAY_APPEND(ARRAY[1], 2), ARRAY_PREPEND(ARRAY[1], 0), ARRAY_SORT(ARRAY[3, 1, 2]), ARRAY_JOIN(ARRAY['a', CAST(NULL AS STRING)], '-', '?');

-- case: keys and values of maps
SELECT MAP_KEYS(m), MAP_VALUES(m), CARDINALITY(MAP_ENTRIES(m)) FROM (VALUES (MAP['x', 1])) AS t (m);

-- case: the element of an array of one
SELECT ELEMENT(ARRAY[7]), ELEMENT(a) FROM (VALUES (ARRAY[1])) AS t (a);

-- case: types of collections
SELECT ARRAY[1, 2.5], ARRAY['a', 'abc'], MAP['a', 1, 'abc', 2.5], ARRAY[1, CAST(NULL AS INT)], ROW(1, CAST(NULL AS STRING));

-- case: null collections
SELECT CARDINALITY(a), a[1] FROM (VALUES (CAST(NULL AS ARRAY<INT>))) AS t (a);

-- case: arrays of arrays
SELECT a[2][1], CARDINALITY(a) FROM (VALUES (ARRAY[ARRAY[1, 2], ARRAY[3]])) AS t (a);

-- case: arrays as group keys
SELECT a, COUNT(*) FROM (VALUES (ARRAY[1, 2]), (ARRAY[1, 2]), (ARRAY[2])) AS t (a) GROUP BY a;

-- case: rows as group keys
SELECT ROW(a, b), COUNT(*) FROM (VALUES (1, 'x'), (1, 'x'), (2, 'y')) AS t (a, b) GROUP BY ROW(a, b);

-- case: a field that is not there
SELECT r.c FROM (SELECT CAST(ROW(1) AS ROW<a INT>) AS r) AS t;

-- case: an index of text into an array
SELECT ARRAY[1]['a'];
