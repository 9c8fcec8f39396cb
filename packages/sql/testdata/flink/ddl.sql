CREATE TABLE t (id INT, k STRING);
-- {"id":1,"k":"a"}
-- {"id":2,"k":"b"}

-- case: CREATE TABLE
CREATE TABLE a (x INT, y STRING) WITH ('connector' = 'datagen');

-- case: CREATE TABLE twice
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');

-- case: CREATE TABLE IF NOT EXISTS
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
CREATE TABLE IF NOT EXISTS a (y INT) WITH ('connector' = 'datagen');
DESCRIBE a;

-- case: DESCRIBE
CREATE TABLE a (id BIGINT NOT NULL, name STRING COMMENT 'the name', price DECIMAL(10, 2), happened TIMESTAMP(3), half AS price / 2, m MAP<STRING, INT>, r ROW<a INT NOT NULL, b ARRAY<STRING>>, WATERMARK FOR happened AS happened - INTERVAL '5' SECOND, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'datagen');
DESCRIBE a;

-- case: DESC of all types
CREATE TABLE a (a TINYINT, b SMALLINT, c INTEGER, d BIGINT, e FLOAT, f DOUBLE, g DECIMAL, h DECIMAL(5), i NUMERIC(5, 2), j CHAR, k CHAR(3), l VARCHAR, m VARCHAR(5), n STRING, o BINARY, p BINARY(2), q VARBINARY(5), r BYTES, s DATE, t TIME, u TIMESTAMP, v TIMESTAMP(0), w TIMESTAMP_LTZ, x TIMESTAMP_LTZ(3), y BOOLEAN, z TIMESTAMP(6) WITH LOCAL TIME ZONE, aa DOUBLE PRECISION, ab TIME(3), ac INT ARRAY, ad ROW(a INT, b STRING), ae TIMESTAMP(3) WITHOUT TIME ZONE) WITH ('connector' = 'datagen');
DESC a;

-- case: DESCRIBE of a view
CREATE VIEW v AS SELECT id, k || 'x' AS kx, COUNT(*) AS c FROM t GROUP BY id, k;
DESCRIBE v;

-- case: DESCRIBE of nothing
DESCRIBE nowhere;

-- case: a composite primary key
CREATE TABLE a (x INT, y INT, z STRING, CONSTRAINT pk PRIMARY KEY (x, y) NOT ENFORCED) WITH ('connector' = 'datagen');
DESCRIBE a;

-- case: a primary key of a column
CREATE TABLE a (x INT PRIMARY KEY NOT ENFORCED, z STRING) WITH ('connector' = 'datagen');
DESCRIBE a;

-- case: metadata columns
CREATE TABLE a (x INT, happened TIMESTAMP_LTZ(3) METADATA FROM 'timestamp', `offset` BIGINT METADATA VIRTUAL) WITH ('connector' = 'kafka', 'topic' = 'x');
DESCRIBE a;

-- case: a primary key that is enforced
CREATE TABLE a (x INT, PRIMARY KEY (x)) WITH ('connector' = 'datagen');

-- case: a primary key of a column that is not there
CREATE TABLE a (x INT, PRIMARY KEY (y) NOT ENFORCED) WITH ('connector' = 'datagen');

-- case: two primary keys
CREATE TABLE a (x INT, y INT, PRIMARY KEY (x) NOT ENFORCED, PRIMARY KEY (y) NOT ENFORCED) WITH ('connector' = 'datagen');

-- case: a column twice
CREATE TABLE a (x INT, x STRING) WITH ('connector' = 'datagen');

-- case: a watermark of a column that is not there
CREATE TABLE a (x INT, WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen');

-- case: a watermark of a column that is no time
CREATE TABLE a (x INT, WATERMARK FOR x AS x) WITH ('connector' = 'datagen');

-- case: a watermark of too fine a time
CREATE TABLE a (x TIMESTAMP(6), WATERMARK FOR x AS x) WITH ('connector' = 'datagen');

-- case: a computed column that makes no sense
CREATE TABLE a (x INT, y AS x + TRUE) WITH ('connector' = 'datagen');

-- case: a type that there is not
CREATE TABLE a (x FOO) WITH ('connector' = 'datagen');

-- case: a decimal of too many digits
CREATE TABLE a (x DECIMAL(39, 2)) WITH ('connector' = 'datagen');

-- case: a decimal with too much scale
CREATE TABLE a (x DECIMAL(5, 6)) WITH ('connector' = 'datagen');

-- case: a char of no length
CREATE TABLE a (x CHAR(0)) WITH ('connector' = 'datagen');

-- case: a table LIKE another
CREATE TABLE a (x INT, y STRING) WITH ('connector' = 'datagen');
CREATE TABLE b (z INT) WITH ('rows-per-second' = '5') LIKE a;
DESCRIBE b;

-- case: a table LIKE another with choices
CREATE TABLE a (x INT, y AS x + 1, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen');
CREATE TABLE b WITH ('connector' = 'blackhole') LIKE a (EXCLUDING ALL INCLUDING GENERATED);
DESCRIBE b;

-- case: a table LIKE another without options
CREATE TABLE a (x INT, y STRING) WITH ('connector' = 'datagen');
CREATE TABLE b WITH ('connector' = 'print') LIKE a (EXCLUDING OPTIONS);
SHOW CREATE TABLE b;

-- case: SHOW CREATE TABLE
CREATE TABLE a (id BIGINT NOT NULL, name STRING COMMENT 'the name', happened TIMESTAMP(3), half AS id / 2, WATERMARK FOR happened AS happened - INTERVAL '5' SECOND, PRIMARY KEY (id) NOT ENFORCED) COMMENT 'all' WITH ('connector' = 'datagen', 'rows-per-second' = '5');
SHOW CREATE TABLE a;

-- case: SHOW CREATE VIEW
CREATE VIEW v AS SELECT id, k FROM t WHERE id > 1;
SHOW CREATE VIEW v;

-- case: SHOW TABLES
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
CREATE VIEW b AS SELECT 1 AS uno;
SHOW TABLES;

-- case: SHOW VIEWS
CREATE VIEW b AS SELECT 1 AS uno;
SHOW VIEWS;

-- case: SHOW TABLES LIKE
CREATE TABLE ab (x INT) WITH ('connector' = 'datagen');
CREATE TABLE bc (x INT) WITH ('connector' = 'datagen');
SHOW TABLES LIKE 'a%';

-- case: SHOW COLUMNS
CREATE TABLE a (x INT, y STRING NOT NULL) WITH ('connector' = 'datagen');
SHOW COLUMNS FROM a;

-- case: SHOW CATALOGS
SHOW CATALOGS;

-- case: SHOW DATABASES
CREATE DATABASE d;
SHOW DATABASES;

-- case: SHOW CURRENT CATALOG
SHOW CURRENT CATALOG;

-- case: SHOW CURRENT DATABASE
CREATE DATABASE d;
USE d;
SHOW CURRENT DATABASE;

-- case: a table of another database
CREATE DATABASE d;
CREATE TABLE d.a (x INT) WITH ('connector' = 'datagen');
USE d;
SHOW TABLES;

-- case: CREATE DATABASE twice
CREATE DATABASE d;
CREATE DATABASE d;

-- case: USE of nothing
USE nowhere;

-- case: USE CATALOG of nothing
USE CATALOG nowhere;

-- case: DROP TABLE
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
DROP TABLE a;
SELECT * FROM a;

-- case: DROP TABLE of nothing
DROP TABLE nowhere;

-- case: DROP TABLE IF EXISTS
DROP TABLE IF EXISTS nowhere;

-- case: DROP VIEW of a table
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
DROP VIEW a;

-- case: DROP DATABASE
CREATE DATABASE d;
DROP DATABASE d;
SHOW DATABASES;

-- case: DROP DATABASE that is not empty
CREATE DATABASE d;
CREATE TABLE d.a (x INT) WITH ('connector' = 'datagen');
DROP DATABASE d;

-- case: DROP DATABASE CASCADE
CREATE DATABASE d;
CREATE TABLE d.a (x INT) WITH ('connector' = 'datagen');
DROP DATABASE d CASCADE;
SHOW DATABASES;

-- case: temporary tables hide others
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
CREATE TEMPORARY TABLE a (y STRING) WITH ('connector' = 'datagen');
DESCRIBE a;

-- case: DROP TEMPORARY TABLE
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
CREATE TEMPORARY TABLE a (y STRING) WITH ('connector' = 'datagen');
DROP TEMPORARY TABLE a;
DESCRIBE a;

-- case: ALTER TABLE RENAME
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
ALTER TABLE a RENAME TO b;
SHOW TABLES;

-- case: ALTER TABLE ADD
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
ALTER TABLE a ADD y STRING;
DESCRIBE a;

-- case: ALTER TABLE ADD several
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
ALTER TABLE a ADD (y STRING FIRST, z INT AFTER x);
DESCRIBE a;

-- case: ALTER TABLE MODIFY
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
ALTER TABLE a MODIFY x BIGINT;
DESCRIBE a;

-- case: ALTER TABLE DROP
CREATE TABLE a (x INT, y INT) WITH ('connector' = 'datagen');
ALTER TABLE a DROP y;
DESCRIBE a;

-- case: ALTER TABLE RENAME of a column
CREATE TABLE a (x INT, y INT) WITH ('connector' = 'datagen');
ALTER TABLE a RENAME x TO z;
DESCRIBE a;

-- case: ALTER TABLE SET
CREATE TABLE a (x INT) WITH ('connector' = 'datagen');
ALTER TABLE a SET ('rows-per-second' = '7');
SHOW CREATE TABLE a;

-- case: ALTER TABLE RESET
CREATE TABLE a (x INT) WITH ('connector' = 'datagen', 'rows-per-second' = '7');
ALTER TABLE a RESET ('rows-per-second');
SHOW CREATE TABLE a;

-- case: ALTER TABLE of nothing
ALTER TABLE nowhere RENAME TO b;

-- case: ALTER VIEW
CREATE VIEW v AS SELECT id FROM t;
ALTER VIEW v AS SELECT k FROM t;
DESCRIBE v;

-- case: ALTER VIEW RENAME
CREATE VIEW v AS SELECT id FROM t;
ALTER VIEW v RENAME TO w;
SHOW VIEWS;

-- case: SET
SET 'pipeline.name' = 'x';

-- case: SET of an unknown value
SET 'execution.runtime-mode' = 'nonsense';

-- case: RESET
SET 'pipeline.name' = 'x';
RESET 'pipeline.name';

-- case: RESET of all
RESET;

-- case: a view of a table that is not there
CREATE VIEW v AS SELECT * FROM nowhere;

-- case: a view twice
CREATE VIEW v AS SELECT 1 AS uno;
CREATE VIEW v AS SELECT 2 AS dos;

-- case: a view with too few names
CREATE VIEW v (a) AS SELECT id, k FROM t;

-- case: CREATE TABLE without columns
CREATE TABLE a () WITH ('connector' = 'datagen');

-- case: an INSERT into nothing
INSERT INTO nowhere SELECT 1;

-- case: an INSERT
CREATE TABLE s (x INT, y STRING) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT id, k FROM t;

-- case: an INSERT of bare nulls
CREATE TABLE s (x INT, y STRING) WITH ('connector' = 'blackhole');
INSERT INTO s VALUES (1, NULL), (NULL, 'x');

-- case: an INSERT of a selected bare null
CREATE TABLE s (x INT, y STRING) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT id, NULL FROM t;

-- case: an INSERT of some columns
CREATE TABLE s (x INT, y STRING) WITH ('connector' = 'blackhole');
INSERT INTO s (y) SELECT k FROM t;

-- case: an INSERT of a column that is not there
CREATE TABLE s (x INT, y STRING) WITH ('connector' = 'blackhole');
INSERT INTO s (z) SELECT k FROM t;

-- case: an INSERT of null into a column that may not be null
CREATE TABLE s (x INT NOT NULL) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT CASE WHEN id = 1 THEN id END FROM t;

-- case: an INSERT of null that is dropped
SET 'table.exec.sink.not-null-enforcer' = 'DROP';
CREATE TABLE s (x INT NOT NULL) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT CASE WHEN id = 1 THEN id END FROM t;

-- case: an INSERT of a wider number
CREATE TABLE s (x INT) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT CAST(id AS BIGINT) FROM t;

-- case: an INSERT of a number into text
CREATE TABLE s (x STRING) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT id FROM t;

-- case: an INSERT of a double into an integer
CREATE TABLE s (x INT) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT CAST(id AS DOUBLE) FROM t;

-- case: an INSERT of a timestamp into a date
CREATE TABLE s (x DATE) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT CAST('2024-01-01 00:00:00' AS TIMESTAMP(3)) FROM t;

-- case: a statement set
CREATE TABLE s (x INT) WITH ('connector' = 'blackhole');
EXECUTE STATEMENT SET BEGIN INSERT INTO s SELECT id FROM t; INSERT INTO s SELECT id + 1 FROM t; END;

-- case: CREATE TABLE AS
CREATE TABLE s WITH ('connector' = 'blackhole') AS SELECT id, k || 'x' AS kx FROM t;
DESCRIBE s;

-- case: names of functions without parentheses
CREATE VIEW v AS SELECT CURRENT_DATE, CURRENT_TIMESTAMP, LOCALTIME, PI;
DESCRIBE v;

-- case: an INSERT of other types
CREATE TABLE s (x INT) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT k FROM t;

-- case: an INSERT of too many columns
CREATE TABLE s (x INT) WITH ('connector' = 'blackhole');
INSERT INTO s SELECT id, k FROM t;

-- case: an INSERT into a view
CREATE VIEW v AS SELECT id FROM t;
INSERT INTO v SELECT id FROM t;

-- case: an INSERT of updates into a sink of inserts
CREATE TABLE s (k STRING, n BIGINT) WITH ('connector' = 'filesystem', 'path' = '/nowhere/at/all', 'format' = 'json');
INSERT INTO s SELECT k, COUNT(*) FROM t GROUP BY k;

-- case: an unknown statement
FROBNICATE x;

-- case: two statements in one
SELECT 1; SELECT 2;

-- case: EXPLAIN of what is wrong
EXPLAIN SELECT nothing FROM t;

-- case: SHOW of nonsense
SHOW NONSENSE;
