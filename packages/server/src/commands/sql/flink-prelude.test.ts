import { expect, it } from 'vitest'
import { flinkScript } from './flink-prelude.ts'

it('makes topics known to Flink, and leaves out what the file would make itself', () => {
  const raw = `CREATE TABLE \`default_catalog\`.\`default_database\`.\`pizza-ordered\` (\`key\` BYTES, \`val\` BYTES)
    WITH ('key.format' = 'raw', 'key.fields' = 'key', 'value.format' = 'raw', 'value.fields-include' = 'EXCEPT_KEY')`
  const file = [
    'CREATE TABLE `pizza-status` (orderid STRING, status INT, PRIMARY KEY (orderid) NOT ENFORCED)',
    'INSERT INTO `pizza-status` SELECT CAST(`key` AS STRING), 1 FROM `pizza-ordered`',
  ]
  expect(flinkScript([raw], file, 'kafka:9092')).toBe(`SET 'table.exec.sink.require-on-conflict' = 'false';

CREATE TABLE \`default_catalog\`.\`default_database\`.\`pizza-ordered\` (
  \`key\` VARBINARY(2147483647),
  \`val\` VARBINARY(2147483647)
)
WITH (
  'connector' = 'kafka',
  'key.fields' = 'key',
  'key.format' = 'raw',
  'properties.bootstrap.servers' = 'kafka:9092',
  'scan.startup.mode' = 'earliest-offset',
  'topic' = 'pizza-ordered',
  'value.fields-include' = 'EXCEPT_KEY',
  'value.format' = 'raw'
);

CREATE TABLE \`default_catalog\`.\`default_database\`.\`pizza-status\` (
  \`orderid\` VARCHAR(2147483647) NOT NULL,
  \`status\` INT,
  CONSTRAINT \`PK_orderid\` PRIMARY KEY (\`orderid\`) NOT ENFORCED
)
WITH (
  'connector' = 'upsert-kafka',
  'key.format' = 'raw',
  'properties.bootstrap.servers' = 'kafka:9092',
  'topic' = 'pizza-status',
  'value.format' = 'json'
);

INSERT INTO \`pizza-status\` SELECT CAST(\`key\` AS STRING), 1 FROM \`pizza-ordered\`;
`)
})
