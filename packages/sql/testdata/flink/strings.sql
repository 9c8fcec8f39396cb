-- case: concatenation
SELECT 'a' || 'b', CONCAT('a', 'b', 'c'), CONCAT('a', CAST(NULL AS STRING)), 'a' || CAST(NULL AS STRING), CONCAT_WS('-', 'a', CAST(NULL AS STRING), 'b'), CONCAT_WS('-', 'a');

-- case: concatenation with numbers
SELECT 'n' || CAST(1 AS STRING), CONCAT('n', CAST(1.50 AS STRING));

-- case: concatenation of text and number
SELECT 'n' || 1;

-- case: case of letters
SELECT UPPER(s), LOWER(s), INITCAP(s) FROM (VALUES ('hello wORLD'), ('ünï-code ß'), (''), ('a1b 2c')) AS t (s);

-- case: lengths
SELECT CHAR_LENGTH(s), CHARACTER_LENGTH(s) FROM (VALUES ('abc'), ('ü'), (''), ('😀')) AS t (s);

-- case: SUBSTRING
SELECT SUBSTRING(s FROM 2), SUBSTRING(s FROM 2 FOR 2), SUBSTRING(s, 0), SUBSTRING(s, -2), SUBSTRING(s, -2, 1), SUBSTRING(s, 10), SUBSTRING(s, 2, 0), SUBSTR(s, 2, 3), SUBSTRING(s, 0, 2), SUBSTRING(s, 2, 100) FROM (VALUES ('abcdef')) AS t (s);

-- case: SUBSTRING with a negative length
SELECT SUBSTRING(s, 2, -1) FROM (VALUES ('abcdef')) AS t (s);

-- case: SUBSTRING far before the beginning
SELECT SUBSTRING(s, -10), SUBSTRING(s, -10, 5), SUBSTRING(s, -7, 3) FROM (VALUES ('abcdef')) AS t (s);

-- case: LEFT and RIGHT
SELECT LEFT(s, 2), RIGHT(s, 2), LEFT(s, 0), LEFT(s, 10), LEFT(s, -1), RIGHT(s, 0), RIGHT(s, -1) FROM (VALUES ('abcdef')) AS t (s);

-- case: TRIM
SELECT '<' || TRIM('  a  ') || '>', '<' || TRIM(LEADING FROM '  a  ') || '>', '<' || TRIM(TRAILING FROM '  a  ') || '>', TRIM(BOTH 'x' FROM 'xxaxx'), TRIM(LEADING 'xy' FROM 'xyxa'), LTRIM('  a'), RTRIM('a  '), BTRIM('  a  '), LTRIM('xxa', 'x'), RTRIM('axy', 'yx'), BTRIM('xax', 'x');

-- case: padding
SELECT LPAD('hi', 4, '??'), LPAD('hi', 1, '??'), RPAD('hi', 4, '?'), RPAD('hi', 1, '?'), LPAD('hi', 7, 'abc'), RPAD('hi', 7, 'abc'), RPAD('', 2, 'x');

-- case: padding that is impossible
SELECT LPAD(s, -1, '?'), LPAD(s, 4, ''), RPAD(s, 4, '') FROM (VALUES ('hi'), (CAST(NULL AS STRING))) AS t (s);

-- case: REPEAT, REVERSE, REPLACE
SELECT REPEAT('ab', 3), REPEAT('ab', 0), REPEAT('ab', -1), REVERSE('abc'), REVERSE(''), REPLACE('hello world', 'world', 'flink'), REPLACE('aaa', 'a', ''), REPLACE('abc', '', 'x'), REPLACE('ababab', 'abab', 'z');

-- case: POSITION, INSTR, LOCATE
SELECT POSITION('c' IN 'abcabc'), POSITION('z' IN 'abc'), POSITION('' IN 'abc'), INSTR('abcabc', 'bc'), LOCATE('bc', 'abcabc'), LOCATE('bc', 'abcabc', 3), LOCATE('z', 'abc'), INSTR('', 'a');

-- case: OVERLAY
SELECT OVERLAY('This is an old string' PLACING ' new' FROM 10 FOR 5), OVERLAY('abcdef' PLACING 'X' FROM 3), OVERLAY('abcdef' PLACING 'XYZ' FROM 2 FOR 1), OVERLAY('abc' PLACING 'X' FROM 10);

-- case: LIKE
SELECT s LIKE 'a%', s LIKE '%c', s LIKE 'a_c', s LIKE '%', s NOT LIKE '%b%', s LIKE '' FROM (VALUES ('abc'), ('a'), (''), ('a%c')) AS t (s);

-- case: LIKE with ESCAPE
SELECT s LIKE 'a\%c' ESCAPE '\', s LIKE 'a!%c' ESCAPE '!', s LIKE 'a%c' FROM (VALUES ('abc'), ('a%c')) AS t (s);

-- case: LIKE with special characters of patterns
SELECT s LIKE '%.%', s LIKE '%[a]%', s LIKE '%(%', s LIKE '%\%' FROM (VALUES ('a.b'), ('x[a]y'), ('f(x)'), ('c\d')) AS t (s);

-- case: LIKE over several lines
SELECT s LIKE 'a%b', s LIKE 'a_b' FROM (VALUES (U&'a\000ab')) AS t (s);

-- case: SIMILAR TO
SELECT s SIMILAR TO 'a(b|c)+', s NOT SIMILAR TO '%c', s SIMILAR TO '[a-b]*' FROM (VALUES ('abc'), ('abb'), ('')) AS t (s);

-- case: regular expressions
SELECT REGEXP(s, 'b+'), REGEXP_EXTRACT(s, '([a-z]+)(\d+)', 2), REGEXP_EXTRACT(s, 'zzz', 0), REGEXP_EXTRACT(s, '[a-z]+'), REGEXP_REPLACE(s, '\d', '#'), REGEXP_REPLACE(s, '(b+)', '<$1>'), REGEXP_COUNT(s, 'b'), REGEXP_INSTR(s, 'b'), REGEXP_SUBSTR(s, 'b+'), REGEXP_EXTRACT_ALL(s, 'b', 0) FROM (VALUES ('abbb123'), ('xyz')) AS t (s);

-- case: a regular expression that is none
SELECT REGEXP_EXTRACT(s, '(', 0), REGEXP_REPLACE(s, '(', 'x') FROM (VALUES ('abc'), (CAST(NULL AS STRING))) AS t (s);

-- case: SPLIT_INDEX
SELECT SPLIT_INDEX('a,b,,c', ',', 0), SPLIT_INDEX('a,b,,c', ',', 2), SPLIT_INDEX('a,b,,c', ',', 3), SPLIT_INDEX('a,b', ',', 9), SPLIT_INDEX('a,b', ',', -1), SPLIT_INDEX('', ',', 0), SPLIT_INDEX('a||b', '||', 1);

-- case: STARTSWITH and ENDSWITH
SELECT STARTSWITH('abc', 'ab'), STARTSWITH('abc', ''), ENDSWITH('abc', 'bc'), ENDSWITH('abc', 'x'), STARTSWITH('abc', CAST(NULL AS STRING));

-- case: codes of characters
SELECT ASCII('a'), ASCII(''), ASCII('ä'), CHR(97), CHR(353), CHR(0) = '', CHR(-1) = '';

-- case: BASE64
SELECT TO_BASE64('hello'), FROM_BASE64('aGVsbG8='), TO_BASE64(''), FROM_BASE64('');

-- case: digests
SELECT MD5('a'), SHA1('a'), SHA224('a'), SHA256('a'), SHA384('a'), SHA512('a'), SHA2('a', 256), SHA2('a', 512), MD5(CAST(NULL AS STRING));

-- case: ENCODE and DECODE
SELECT DECODE(ENCODE('abc', 'UTF-8'), 'UTF-8'), ENCODE('ü', 'UTF-8'), ENCODE('ü', 'ISO-8859-1');

-- case: STR_TO_MAP
SELECT STR_TO_MAP('k1=v1,k2=v2')['k1'], STR_TO_MAP('k1:v1;k2:v2', ';', ':')['k2'], STR_TO_MAP('a=1');

-- case: TRANSLATE and ELT
SELECT TRANSLATE('www.apache.org', 'wapcheorg', ' APCHEcom'), TRANSLATE('abc', 'ab', ''), TRANSLATE('abc', 'x', 'y'), ELT(2, 'a', 'b', 'c'), ELT(5, 'a');

-- case: PARSE_URL
SELECT PARSE_URL('http://facebook.com/path/p1.php?query=1#ref', 'HOST'), PARSE_URL('http://facebook.com/path/p1.php?query=1#ref', 'QUERY', 'query'), PARSE_URL('http://facebook.com/path/p1.php?query=1#ref', 'PATH'), PARSE_URL('http://facebook.com/path/p1.php?query=1#ref', 'PROTOCOL'), PARSE_URL('no url', 'HOST');

-- case: URL_ENCODE and URL_DECODE
SELECT URL_ENCODE('a b&c=ü'), URL_DECODE('a+b%26c%3D%C3%BC'), URL_DECODE('%zz');

-- case: IS_ALPHA, IS_DIGIT, IS_DECIMAL
SELECT IS_ALPHA(s), IS_DIGIT(s), IS_DECIMAL(s) FROM (VALUES ('abc'), ('123'), ('1.5'), (''), ('-1'), ('ü'), ('1e5'), ('a1')) AS t (s);

-- case: null in string functions
SELECT UPPER(CAST(NULL AS STRING)), CHAR_LENGTH(CAST(NULL AS STRING)), SUBSTRING(CAST(NULL AS STRING), 1), REPLACE('a', CAST(NULL AS STRING), 'b'), LPAD('a', CAST(NULL AS INT), 'x'), TRIM(CAST(NULL AS STRING)), SPLIT_INDEX('a', CAST(NULL AS STRING), 0);

-- case: comparisons of text
SELECT 'a' < 'b', 'a' = 'A', 'a' < 'aa', '' < 'a', 'Z' < 'a', 'ä' > 'z', 'a' = 'a ';

-- case: comparisons of padded text
SELECT CAST('a' AS CHAR(3)) = 'a', CAST('a' AS CHAR(3)) = CAST('a' AS CHAR(5)), s = 'a' FROM (VALUES (CAST('a' AS CHAR(3)))) AS t (s);

-- case: text of different lengths in VALUES
SELECT '<' || s || '>', CHAR_LENGTH(s) FROM (VALUES ('a'), ('abc')) AS t (s);

-- case: quotes in text
SELECT 'it''s', '"', '`', 'a\nb';

-- case: text in Unicode escapes
SELECT U&'\00fc', U&'!00fc' UESCAPE '!';

-- case: UUID is of 36 characters
SELECT CHAR_LENGTH(UUID());

-- case: a function with too few arguments
SELECT UPPER();

-- case: a function with wrong arguments
SELECT UPPER(1);

-- case: a function that there is not
SELECT NOSUCHFUNCTION('a');
