-- case: integers wrap around
SELECT a + b, a - b, a * b, -a FROM (VALUES (2147483647, 1), (-2147483648, 1), (65536, 65536)) AS t (a, b);

-- case: long integers wrap around
SELECT a + b, a - b, a * b FROM (VALUES (9223372036854775807, CAST(1 AS BIGINT)), (-9223372036854775807, 2), (4294967296, 4294967296), (3037000500, 3037000500)) AS t (a, b);

-- case: small integers keep their types
SELECT a + b, a * b, a + 1 FROM (VALUES (CAST(100 AS TINYINT), CAST(100 AS TINYINT))) AS t (a, b);

-- case: mixed integers
SELECT CAST(1 AS TINYINT) + CAST(1 AS SMALLINT), CAST(1 AS SMALLINT) + 1, 1 + CAST(1 AS BIGINT), CAST(1 AS BIGINT) + CAST(1 AS FLOAT), 1 + CAST(1 AS FLOAT), CAST(1 AS FLOAT) + CAST(1 AS DOUBLE), CAST(1 AS DOUBLE) + CAST(1 AS FLOAT), CAST(1 AS FLOAT) + 1.5, 1.5 + CAST(1 AS FLOAT), CAST(1 AS FLOAT) * 2e0;

-- case: the common type of approximate numbers
SELECT COALESCE(CAST(NULL AS FLOAT), CAST(1 AS DOUBLE)), CASE WHEN TRUE THEN CAST(1 AS FLOAT) ELSE 1.5 END, CASE WHEN TRUE THEN CAST(1 AS FLOAT) ELSE 1 END, CASE WHEN TRUE THEN CAST(1 AS DOUBLE) ELSE CAST(1 AS FLOAT) END;

-- case: whole division cuts
SELECT a / b, a % b, MOD(a, b) FROM (VALUES (7, 2), (-7, 2), (7, -2), (-7, -2)) AS t (a, b);

-- case: division by zero of integers
SELECT a / b FROM (VALUES (1, 0)) AS t (a, b);

-- case: remainders of doubles
SELECT 5e0 % 2e0;

-- case: MOD of doubles
SELECT MOD(5e0, 2);

-- case: division by zero of doubles
SELECT a / b, b / b FROM (VALUES (1e0, 0e0), (-1e0, 0e0)) AS t (a, b);

-- case: division by zero of decimals
SELECT a / b FROM (VALUES (1.0, 0.0)) AS t (a, b);

-- case: remainder of zero
SELECT MOD(a, b) FROM (VALUES (1, 0)) AS t (a, b);

-- case: types of decimal arithmetic
SELECT a + b, a - b, a * b, a / b, a % b FROM (VALUES (CAST(1.50 AS DECIMAL(10, 2)), CAST(0.3 AS DECIMAL(5, 1)))) AS t (a, b);

-- case: types of wide decimal arithmetic
SELECT a + b, a - b, a * b, a / b, a % b FROM (VALUES (CAST(1.5 AS DECIMAL(38, 10)), CAST(0.3 AS DECIMAL(38, 20)))) AS t (a, b);

-- case: decimals with integers
SELECT d + 1, d * 2, d / 3, 1 / d, d % 2, d + CAST(1 AS BIGINT) FROM (VALUES (CAST(7.25 AS DECIMAL(6, 2))), (-7.25)) AS t (d);

-- case: decimals with doubles
SELECT d + 1e0, d * 2e0, d / 4e0 FROM (VALUES (CAST(7.25 AS DECIMAL(6, 2)))) AS t (d);

-- case: decimal division rounds
SELECT 10 / 3.0, 1.0 / 3, 2.0 / 3, -2.0 / 3, 1.00 / 7.000;

-- case: decimals too large give null
SELECT a * a, a + a FROM (VALUES (CAST('99999999999999999999999999999999999999' AS DECIMAL(38, 0))), (CAST(NULL AS DECIMAL(38, 0)))) AS t (a);

-- case: literals that are too large
SELECT 99999999999999999999999999999999999999;

-- case: literals of too many digits
SELECT 1.1234567890123456789;

-- case: a bare null in arithmetic
SELECT NULL + 1;

-- case: null in arithmetic
SELECT CAST(NULL AS INT) + 1, 1 - CAST(NULL AS INT), CAST(NULL AS DOUBLE) * 2, -CAST(NULL AS INT);

-- case: null in arithmetic over rows
SELECT a + b, a - b, a * b, a / b, -a FROM (VALUES (1, CAST(NULL AS INT)), (CAST(NULL AS INT), 2)) AS t (a, b);

-- case: ABS, SIGN
SELECT ABS(a), SIGN(a), ABS(CAST(a AS DOUBLE)), SIGN(CAST(a AS DOUBLE)), ABS(CAST(a AS DECIMAL(5, 2))), SIGN(CAST(a AS DECIMAL(5, 2))) FROM (VALUES (-5), (0), (7)) AS t (a);

-- case: ROUND
SELECT ROUND(d), ROUND(d, 1), ROUND(d, -1), ROUND(CAST(d AS DOUBLE)), ROUND(CAST(d AS DOUBLE), 1), ROUND(CAST(d AS DOUBLE), -1) FROM (VALUES (15.25), (-15.25), (24.95), (0.5), (-0.5)) AS t (d);

-- case: ROUND of integers
SELECT ROUND(i), ROUND(i, 1), ROUND(i, -1), ROUND(CAST(i AS BIGINT), -2) FROM (VALUES (15), (-15), (149)) AS t (i);

-- case: TRUNCATE
SELECT TRUNCATE(d, 1), TRUNCATE(d), TRUNCATE(CAST(d AS DOUBLE), 1), TRUNCATE(d, -1) FROM (VALUES (15.25), (-15.29)) AS t (d);

-- case: FLOOR and CEIL
SELECT FLOOR(d), CEIL(d), FLOOR(CAST(d AS DOUBLE)), CEIL(CAST(d AS DOUBLE)), CEILING(d), FLOOR(CAST(d AS INT)) FROM (VALUES (1.5), (-1.5), (2.0)) AS t (d);

-- case: powers and roots
SELECT POWER(2, 10), POWER(2e0, 0.5e0), SQRT(16), SQRT(2e0), EXP(0), EXP(1e0), LN(1e0), LOG10(1000e0), LOG2(8e0), LOG(2e0, 8e0), LOG(1e0);

-- case: logarithms out of range
SELECT LN(x), LOG10(x), SQRT(x) FROM (VALUES (0e0), (-1e0)) AS t (x);

-- case: angles
SELECT SIN(0e0), COS(0e0), TAN(0e0), ASIN(1e0), ACOS(1e0), ATAN(1e0), ATAN2(1e0, 1e0), DEGREES(PI()), RADIANS(180e0), COT(1e0), SINH(0e0), COSH(0e0), TANH(0e0);

-- case: constants
SELECT PI(), E(), PI;

-- case: BIN and HEX
SELECT BIN(4), BIN(-1), HEX(20), HEX(255), HEX('hello,world'), HEX(CAST(-1 AS BIGINT)), UNHEX('4D7953514C');

-- case: decimals as sums of literals
SELECT 0.1 + 0.2, 1.10 * 1.10, 5.0 - 0.05, 1.0 + 1, 100.00 / 8;

-- case: unary plus and minus
SELECT +5, - -5, -(1.5), -(-2147483648);

-- case: precedence
SELECT 1 + 2 * 3, (1 + 2) * 3, 10 - 4 - 3, 100 / 10 / 5, 2 * 3 % 4, -2 * -3, 1 - -1;

-- case: GREATEST and LEAST
SELECT GREATEST(1, 3, 2), LEAST(1, 3, 2), GREATEST('a', 'c', 'b'), GREATEST(1, CAST(NULL AS INT)), LEAST(1.5, 2), GREATEST(1, 2.5);

-- case: numbers that are no numbers
SELECT x = x, x > 1, x < 1 FROM (VALUES (CAST('NaN' AS DOUBLE)), (CAST('Infinity' AS DOUBLE))) AS t (x);

-- case: text in arithmetic
SELECT '1' + 2;

-- case: a boolean in arithmetic
SELECT TRUE + 1;

-- case: sums of three decimals
SELECT a + b + c, a * b * c FROM (VALUES (CAST(1.11 AS DECIMAL(10, 2)), CAST(2.222 AS DECIMAL(10, 3)), CAST(3 AS DECIMAL(10, 0)))) AS t (a, b, c);

-- case: percent and times of large decimals
SELECT CAST('12345678901234567890.123456789' AS DECIMAL(38, 9)) * CAST(1.1 AS DECIMAL(10, 5)), CAST('12345678901234567890.123456789' AS DECIMAL(38, 9)) / 7;
