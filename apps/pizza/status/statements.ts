/** The two statements of the workshop, as they stand there. */
export const CREATE_TABLE = `/* Create a table to track pizza status */
CREATE TABLE \`pizza-status\` (
  orderid STRING,
  status INT,
  \`timestamp\` BIGINT,
  PRIMARY KEY (orderid) NOT ENFORCED
)`

export const INSERT = `/* Combine data from all pizza-related topics */
INSERT INTO \`pizza-status\`
SELECT
  CAST(\`key\` AS STRING) AS order_id,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.status') AS INT) AS status,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.timestamp') AS BIGINT) AS \`timestamp\`
FROM \`pizza-ordered\`
UNION ALL
SELECT
  CAST(\`key\` AS STRING) AS order_id,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.status') AS INT) AS status,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.timestamp') AS BIGINT) AS \`timestamp\`
FROM \`pizza-assembled\`
UNION ALL
SELECT
  CAST(\`key\` AS STRING) AS order_id,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.status') AS INT) AS status,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.timestamp') AS BIGINT) AS \`timestamp\`
FROM \`pizza-baked\`
UNION ALL
SELECT
  CAST(\`key\` AS STRING) AS order_id,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.status') AS INT) AS status,
  CAST(JSON_VALUE(CAST(val AS STRING), '$.timestamp') AS BIGINT) AS \`timestamp\`
FROM \`pizza-delivered\`;`
