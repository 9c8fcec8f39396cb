-- case: integers to smaller integers wrap
SELECT CAST(x AS TINYINT), CAST(x AS SMALLINT), CAST(x AS INT), CAST(x AS BIGINT) FROM (VALUES (CAST(300 AS BIGINT)), (2147483648), (-129), (9223372036854775807)) AS t (x);

-- case: doubles to integers
SELECT CAST(x AS TINYINT), CAST(x AS SMALLINT), CAST(x AS INT), CAST(x AS BIGINT) FROM (VALUES (CAST(1.9 AS DOUBLE)), (-1.9e0), (3e9), (1e30), (-1e30)) AS t (x);

-- case: numbers to boolean and back
SELECT CAST(x AS BOOLEAN), CAST(CAST(x AS BOOLEAN) AS INT), CAST(CAST(x AS BOOLEAN) AS DOUBLE), CAST(CAST(x AS BOOLEAN) AS DECIMAL(5, 2)) FROM (VALUES (0), (1), (-7)) AS t (x);

-- case: numbers to text
SELECT CAST(CAST(x AS DOUBLE) AS STRING), CAST(CAST(x AS FLOAT) AS STRING), CAST(x AS STRING) FROM (VALUES (1.5), (100000.0), (12345678.9), (0.0001), (0.0), (-2.50)) AS t (x);

-- case: doubles in the notation of Java
SELECT CAST(x AS STRING) FROM (VALUES (1e0), (1e7), (9999999e0), (1.5e-3), (9.99e-4), (1e21), (1.7976931348623157e308), (-0e0), (4.9e-324), (123456789012e0)) AS t (x);

-- case: floats in the notation of Java
SELECT CAST(CAST(x AS FLOAT) AS STRING) FROM (VALUES (1.1e0), (3.4e38), (16777217e0), (0.1e0), (1e-5), (33554432.5e0)) AS t (x);

-- case: text to integers
SELECT TRY_CAST(s AS TINYINT), TRY_CAST(s AS SMALLINT), TRY_CAST(s AS INT), TRY_CAST(s AS BIGINT) FROM (VALUES ('1'), (' 12 '), ('+5'), ('-5'), ('1.9'), ('300'), ('99999999999'), ('x'), (''), ('1e2'), ('-'), ('.5'), ('5.')) AS t (s);

-- case: text to doubles and floats
SELECT TRY_CAST(s AS DOUBLE), TRY_CAST(s AS FLOAT) FROM (VALUES ('1'), (' 1.5 '), ('1e3'), ('NaN'), ('Infinity'), ('-Infinity'), ('x'), (''), ('.5'), ('5.'), ('1d'), ('0x10'), ('1_000')) AS t (s);

-- case: text to decimals
SELECT TRY_CAST(s AS DECIMAL(5, 2)), TRY_CAST(s AS DECIMAL) FROM (VALUES ('1'), ('1.005'), ('1.004'), ('-1.005'), ('999.99'), ('999.999'), ('1000'), ('1e2'), ('x'), (' 1.5 '), ('')) AS t (s);

-- case: text to booleans
SELECT s, TRY_CAST(s AS BOOLEAN) FROM (VALUES ('true'), ('TRUE'), ('t'), ('T'), ('yes'), ('y'), ('on'), ('1'), ('false'), ('f'), ('no'), ('n'), ('off'), ('0'), ('x'), (''), (' true ')) AS t (s);

-- case: text to dates
SELECT s, TRY_CAST(s AS DATE) FROM (VALUES ('2024-02-29'), ('2023-02-29'), ('2024-1-5'), ('2024-01-05 10:00:00'), (' 2024-01-05 '), ('2024'), ('2024-05'), ('x'), (''), ('20240105'), ('2024-13-01')) AS t (s);

-- case: text to times
SELECT s, TRY_CAST(s AS TIME) FROM (VALUES ('10:11:12'), ('10:11'), ('10'), ('1:2:3'), ('10:11:12.345'), ('25:00:00'), ('x'), ('')) AS t (s);

-- case: text to timestamps
SELECT s, TRY_CAST(s AS TIMESTAMP(3)), TRY_CAST(s AS TIMESTAMP(0)), TRY_CAST(s AS TIMESTAMP(6)) FROM (VALUES ('2024-02-29 10:11:12'), ('2024-02-29 10:11:12.123456'), ('2024-02-29T10:11:12'), ('2024-02-29'), ('2024-02-29 10:11'), ('2024-2-9 1:2:3'), ('2024-02-30 00:00:00'), ('x'), ('2024-02-29 10:11:12.9999')) AS t (s);

-- case: text to local timestamps
SELECT s, TRY_CAST(s AS TIMESTAMP_LTZ(3)) FROM (VALUES ('2024-02-29 10:11:12'), ('2024-02-29 10:11:12.123'), ('2024-02-29T10:11:12'), ('2024-02-29 10:11:12Z'), ('x')) AS t (s);

-- case: text to text of another length
SELECT CAST(s AS VARCHAR(3)), CAST(s AS CHAR(5)), CAST(s AS CHAR(2)), '<' || CAST(s AS CHAR(5)) || '>' FROM (VALUES (CAST('abcd' AS STRING)), ('a'), ('')) AS t (s);

-- case: times to text
SELECT CAST(ts AS STRING), CAST(CAST(ts AS DATE) AS STRING), CAST(CAST(ts AS TIME) AS STRING), CAST(CAST(ts AS TIMESTAMP(0)) AS STRING), CAST(CAST(ts AS TIMESTAMP(6)) AS STRING) FROM (VALUES (TIMESTAMP '2024-02-29 10:11:12.120'), (TIMESTAMP '0999-01-01 00:00:00.000')) AS t (ts);

-- case: between times
SELECT CAST(ts AS DATE), CAST(ts AS TIME), CAST(CAST(ts AS DATE) AS TIMESTAMP(3)), CAST(ts AS TIMESTAMP_LTZ(3)), CAST(CAST(ts AS TIMESTAMP_LTZ(3)) AS TIMESTAMP(3)) FROM (VALUES (TIMESTAMP '2024-02-29 10:11:12.345')) AS t (ts);

-- case: dates and times before 1970
SELECT CAST(ts AS DATE), CAST(ts AS TIME), CAST(ts AS TIMESTAMP(0)) FROM (VALUES (TIMESTAMP '1969-12-31 23:59:59.999')) AS t (ts);

-- case: bytes and text
SELECT CAST(CAST(s AS BYTES) AS STRING), CAST(s AS BYTES), CAST(s AS VARBINARY(2)), CAST(s AS BINARY(4)) FROM (VALUES (CAST('abc' AS STRING)), ('ü')) AS t (s);

-- case: a literal of bytes
SELECT X'0aFf', CAST(X'4142' AS STRING), CAST(X'414243' AS VARBINARY(2));

-- case: rows, arrays and maps to text
SELECT CAST(ROW(1, 'a', CAST(NULL AS INT)) AS STRING), CAST(ARRAY[1, 2, CAST(NULL AS INT)] AS STRING), CAST(MAP['k', 1] AS STRING), CAST(ARRAY[TRUE, FALSE] AS STRING), CAST(ROW(ROW(1.50, DATE '2024-01-01')) AS STRING);

-- case: rows, arrays and maps as they are printed
SELECT ROW(1, 'a', CAST(NULL AS INT)), ARRAY[1, 2, CAST(NULL AS INT)], MAP['k', 1], ARRAY['a', 'b'], ROW(ROW(1.50, DATE '2024-01-01'), ARRAY[X'01']);

-- case: arrays to arrays of another type
SELECT CAST(a AS ARRAY<STRING>), CAST(a AS ARRAY<BIGINT>) FROM (VALUES (ARRAY[1, 2])) AS t (a);

-- case: rows to rows of another type
SELECT CAST(r AS ROW<a BIGINT, b STRING>), CAST(r AS ROW<a BIGINT, b STRING>).a FROM (VALUES (ROW(1, 2))) AS t (r);

-- case: decimals to decimals
SELECT CAST(d AS DECIMAL(4, 1)), CAST(d AS DECIMAL(3, 0)), CAST(d AS DECIMAL(10, 4)), CAST(d AS INT), CAST(d AS BIGINT), CAST(d AS DOUBLE), CAST(d AS FLOAT) FROM (VALUES (123.456), (-123.456), (0.05), (999.95), (CAST(NULL AS DECIMAL(6, 3)))) AS t (d);

-- case: a decimal that does not fit and may not be null
SELECT CAST(d AS DECIMAL(3, 1)) FROM (VALUES (123.456), (1.25)) AS t (d);

-- case: integers and doubles to decimals
SELECT CAST(i AS DECIMAL(5, 2)), CAST(CAST(i AS DOUBLE) AS DECIMAL(6, 2)), CAST(i * 0.1 AS DECIMAL(4, 1)) FROM (VALUES (1), (-12), (999), (1000), (CAST(NULL AS INT))) AS t (i);

-- case: timestamps to numbers
SELECT CAST(TIMESTAMP '2024-01-01 00:00:00' AS BIGINT);

-- case: local timestamps to numbers
SELECT CAST(TO_TIMESTAMP_LTZ(5000, 3) AS BIGINT);

-- case: intervals to numbers
SELECT CAST(INTERVAL '2' DAY AS BIGINT), CAST(INTERVAL '14' MONTH AS INT);

-- case: numbers to local timestamps and back
SELECT CAST(CAST(x AS TIMESTAMP_LTZ(3)) AS STRING) FROM (VALUES (1), (1700000000)) AS t (x);

-- case: intervals to text
SELECT CAST(INTERVAL '1' DAY AS STRING), CAST(INTERVAL '1 02:03:04.567' DAY TO SECOND AS STRING), CAST(INTERVAL '-5' MINUTE AS STRING), CAST(INTERVAL '1-2' YEAR TO MONTH AS STRING), CAST(INTERVAL '14' MONTH AS STRING);

-- case: intervals as they are printed
SELECT INTERVAL '1' DAY, INTERVAL '1 02:03:04.567' DAY TO SECOND, INTERVAL '-5' MINUTE, INTERVAL '1-2' YEAR TO MONTH;

-- case: a cast that fails ends the job
SELECT CAST(s AS INT) FROM (VALUES ('1'), ('x')) AS t (s);

-- case: a cast of a constant that fails
SELECT CAST('x' AS INT);

-- case: a cast to date that fails
SELECT CAST(s AS DATE) FROM (VALUES ('2024-02-30')) AS t (s);

-- case: a cast that there is not
SELECT CAST(DATE '2024-01-01' AS INT);

-- case: a cast of a boolean to a time
SELECT CAST(TRUE AS TIMESTAMP(3));

-- case: TRY_CAST that there is not
SELECT TRY_CAST(DATE '2024-01-01' AS BOOLEAN);

-- case: TRY_CAST of nothing
SELECT TRY_CAST(CAST(NULL AS STRING) AS INT), CAST(CAST(NULL AS INT) AS STRING), CAST(NULL AS INT);

-- case: types of literals
SELECT 1, 3000000000, 1.5, 1.50, 1e0, 'abc', TRUE, DATE '2024-01-01', TIME '10:11:12', TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-01 00:00:00.123', .5, 100.;

-- case: large whole numbers
SELECT 9223372036854775807, -9223372036854775808, 9223372036854775808, 12345678901234567890123;

-- case: comparison of a date with text
SELECT d = '2024-01-01', '2024-01-01' < d FROM (VALUES (DATE '2024-01-01')) AS t (d);

-- case: comparison of a timestamp with text
SELECT ts = '2024-01-01 00:00:00' FROM (VALUES (TIMESTAMP '2024-01-01 00:00:00')) AS t (ts);

-- case: comparison of a boolean with text
SELECT b = 'true' FROM (VALUES (TRUE)) AS t (b);

-- case: comparison of local with plain timestamps
SELECT TO_TIMESTAMP_LTZ(0, 3) = TIMESTAMP '1970-01-01 00:00:00';

-- case: text and number in one IN
SELECT s IN (1, 2) FROM (VALUES ('1')) AS t (s);

-- case: text and number in CASE
SELECT CASE WHEN TRUE THEN 1 ELSE 'x' END;

-- case: text and number in COALESCE
SELECT COALESCE('x', 1);

-- case: implicit casts of comparisons with text
SELECT n = '1', n > '0', '2024-01-01' = d, s = 5 FROM (VALUES (1, DATE '2024-01-01', '5')) AS t (n, d, s);

-- case: booleans to text
SELECT CAST(b AS STRING), CAST(b AS CHAR(4)), b FROM (VALUES (TRUE), (FALSE), (CAST(NULL AS BOOLEAN))) AS t (b);
