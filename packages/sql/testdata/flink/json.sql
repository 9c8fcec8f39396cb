CREATE TABLE docs (id INT, doc STRING);
-- {"id":1,"doc":"{\"a\":{\"b\":[1,2,{\"c\":\"x\"}]},\"s\":\"text\",\"n\":1.50,\"t\":true,\"z\":null,\"big\":12345678901234567890}"}
-- {"id":2,"doc":"[10,20,30]"}
-- {"id":3,"doc":"no json"}
-- {"id":4,"doc":null}
-- {"id":5,"doc":"{}"}
-- {"id":6,"doc":"\"just text\""}

-- case: JSON_VALUE of paths
SELECT id, JSON_VALUE(doc, '$.a.b[0]'), JSON_VALUE(doc, '$.a.b[2].c'), JSON_VALUE(doc, '$.s'), JSON_VALUE(doc, '$.n'), JSON_VALUE(doc, '$.t'), JSON_VALUE(doc, '$.z'), JSON_VALUE(doc, '$.big') FROM docs;

-- case: JSON_VALUE of objects and arrays
SELECT id, JSON_VALUE(doc, '$.a'), JSON_VALUE(doc, '$.a.b'), JSON_VALUE(doc, '$[1]'), JSON_VALUE(doc, '$') FROM docs;

-- case: JSON_VALUE with quoted names
SELECT JSON_VALUE('{"a b":1,"c.d":2}', '$["a b"]'), JSON_VALUE('{"a b":1,"c.d":2}', '$[''c.d'']'), JSON_VALUE('{"a":[1,2,3]}', '$.a[*]'), JSON_VALUE('{"a":[{"b":1}]}', '$.a[0].b');

-- case: JSON_VALUE in strict mode
SELECT id, JSON_VALUE(doc, 'strict $.a.b[0]'), JSON_VALUE(doc, 'lax $.x') FROM docs WHERE id <> 3;

-- case: JSON_VALUE in strict mode with a missing name
SELECT JSON_VALUE('{"a":1}', 'strict $.b');

-- case: JSON_VALUE RETURNING
SELECT JSON_VALUE('{"a":1}', '$.a' RETURNING INT), JSON_VALUE('{"a":1.5}', '$.a' RETURNING DOUBLE), JSON_VALUE('{"a":true}', '$.a' RETURNING BOOLEAN), JSON_VALUE('{"a":1}', '$.a' RETURNING STRING);

-- case: JSON_VALUE RETURNING a number of text
SELECT JSON_VALUE('{"a":"1"}', '$.a' RETURNING INT);

-- case: JSON_VALUE RETURNING other numbers
SELECT JSON_VALUE('{"a":1}', '$.a' RETURNING DOUBLE);

-- case: JSON_VALUE RETURNING a type of no scalar
SELECT JSON_VALUE('{"a":1}', '$.a' RETURNING DATE);

-- case: JSON_VALUE RETURNING a type that does not fit
SELECT JSON_VALUE('{"a":"x"}', '$.a' RETURNING INT), JSON_VALUE('{"a":"x"}', '$.a' RETURNING INT DEFAULT 5 ON ERROR);

-- case: JSON_VALUE ON EMPTY and ON ERROR
SELECT JSON_VALUE('{}', '$.a' NULL ON EMPTY), JSON_VALUE('{}', '$.a' DEFAULT 'e' ON EMPTY), JSON_VALUE('no json', '$.a' DEFAULT 'e' ON ERROR), JSON_VALUE('no json', '$.a' NULL ON ERROR), JSON_VALUE('{"a":{}}', '$.a' DEFAULT 'o' ON ERROR);

-- case: JSON_VALUE ERROR ON EMPTY
SELECT JSON_VALUE(doc, '$.a' ERROR ON EMPTY) FROM docs WHERE id = 5;

-- case: JSON_VALUE ERROR ON ERROR
SELECT JSON_VALUE(doc, '$.a' ERROR ON ERROR) FROM docs WHERE id = 3;

-- case: JSON_QUERY
SELECT id, JSON_QUERY(doc, '$.a'), JSON_QUERY(doc, '$.a.b'), JSON_QUERY(doc, '$.s'), JSON_QUERY(doc, '$'), JSON_QUERY(doc, '$.x') FROM docs;

-- case: JSON_QUERY with wrappers
SELECT JSON_QUERY('{"a":1}', '$.a' WITH WRAPPER), JSON_QUERY('{"a":[1]}', '$.a' WITH WRAPPER), JSON_QUERY('{"a":[1]}', '$.a' WITH CONDITIONAL WRAPPER), JSON_QUERY('{"a":1}', '$.a' WITH CONDITIONAL ARRAY WRAPPER), JSON_QUERY('{"a":1}', '$.a' WITHOUT WRAPPER);

-- case: JSON_QUERY ON EMPTY and ON ERROR
SELECT JSON_QUERY('{}', '$.a' EMPTY ARRAY ON EMPTY), JSON_QUERY('{}', '$.a' EMPTY OBJECT ON EMPTY), JSON_QUERY('{"a":1}', '$.a' EMPTY OBJECT ON ERROR), JSON_QUERY('no json', '$.a' EMPTY ARRAY ON ERROR), JSON_QUERY('{}', '$.a' NULL ON EMPTY);

-- case: JSON_EXISTS
SELECT id, JSON_EXISTS(doc, '$.a.b[2].c'), JSON_EXISTS(doc, '$.x'), JSON_EXISTS(doc, '$.z'), JSON_EXISTS(doc, '$[0]') FROM docs;

-- case: JSON_EXISTS ON ERROR
SELECT JSON_EXISTS('no json', 'strict $.a' TRUE ON ERROR), JSON_EXISTS('no json', 'strict $.a' FALSE ON ERROR), JSON_EXISTS('no json', 'strict $.a' UNKNOWN ON ERROR), JSON_EXISTS('{"a":1}', 'strict $.b' TRUE ON ERROR);

-- case: IS JSON
SELECT id, doc IS JSON, doc IS NOT JSON, doc IS JSON OBJECT, doc IS JSON ARRAY, doc IS JSON SCALAR, doc IS JSON VALUE FROM docs;

-- case: JSON_STRING
SELECT JSON_STRING(1), JSON_STRING('a"b'), JSON_STRING(TRUE), JSON_STRING(1.50), JSON_STRING(ARRAY[1, 2]), JSON_STRING(CAST(NULL AS INT)), JSON_STRING(MAP['k', 1]), JSON_STRING(1e0);

-- case: JSON_STRING of a date
SELECT JSON_STRING(DATE '2024-01-01');

-- case: JSON_STRING of rows
SELECT JSON_STRING(r) FROM (SELECT CAST(ROW(1, 'x') AS ROW<a INT, b STRING>) AS r) AS t;

-- case: JSON_OBJECT
SELECT JSON_OBJECT('a' VALUE 1, 'b' VALUE 'x'), JSON_OBJECT(KEY 'a' VALUE CAST(NULL AS INT)), JSON_OBJECT('a' VALUE CAST(NULL AS INT) ABSENT ON NULL), JSON_OBJECT(), JSON_OBJECT('o' VALUE JSON_OBJECT('i' VALUE 1)), JSON_OBJECT('a' : 1);

-- case: JSON_ARRAY
SELECT JSON_ARRAY(1, 'a', TRUE), JSON_ARRAY(1, CAST(NULL AS INT)), JSON_ARRAY(1, CAST(NULL AS INT) NULL ON NULL), JSON_ARRAY(), JSON_ARRAY(JSON_ARRAY(1));

-- case: JSON_OBJECTAGG and JSON_ARRAYAGG
SELECT JSON_OBJECTAGG(KEY k VALUE v), JSON_ARRAYAGG(v) FROM (VALUES ('a', 1), ('b', 2)) AS t (k, v);

-- case: JSON_QUOTE and JSON_UNQUOTE
SELECT JSON_QUOTE('a"b'), JSON_UNQUOTE('"a\"b"'), JSON_UNQUOTE('abc');

-- case: JSON paths that are none
SELECT JSON_VALUE('{}', 'a.b');

-- case: JSON of numbers
SELECT JSON_VALUE('{"a":1e3}', '$.a'), JSON_VALUE('{"a":1.0}', '$.a'), JSON_VALUE('{"a":0.1}', '$.a'), JSON_VALUE('{"a":-0}', '$.a'), JSON_QUERY('{"a":[1.0,1e3]}', '$.a');

-- case: JSON of text with escapes
SELECT JSON_VALUE('{"a":"x\ny\u00fc"}', '$.a'), JSON_QUERY('{"a":["\u00fc"]}', '$.a');

-- case: the arms of the pizza shop
SELECT CAST(JSON_VALUE(CAST(val AS STRING), '$.status') AS INT) AS status, CAST(JSON_VALUE(CAST(val AS STRING), '$.timestamp') AS BIGINT) AS `timestamp` FROM (VALUES (CAST('{"status":100,"timestamp":1700000000000}' AS BYTES)), (CAST('{}' AS BYTES))) AS t (val);
