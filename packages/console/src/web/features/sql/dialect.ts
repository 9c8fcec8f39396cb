import { SQLDialect } from '@codemirror/lang-sql'

const keywords = `add all alter analyze and any as asc begin between both by call cascade case cast catalog catalogs
changelog collect column comment compute constraint create cross cumulate current current_date current_time
current_timestamp database databases day default delete desc describe descriptor distinct drop else end enforced escape
except execute exists explain extract false fetch filter first floor following for from full function functions group
grouping having hop hour if ilike in inner insert intersect interval into is join jobs job key lateral leading left like
limit load local localtime localtimestamp match_recognize materialized metadata minute module modules month natural next
not null nulls of offset on or order outer over overwrite partition partitions plan position preceding primary proctime
properties range recursive remove rename replace reset right row rows savepoint second select semi session set sets show
similar some statement stop substring system table tables temporary then timestampadd timestampdiff to trailing trim true
truncate try_cast tumble unbounded union unique unknown unload unnest update use using values view views virtual
watermark when where window with within without year`

const types = `array bigint binary boolean bytes char date dec decimal double float int integer interval map multiset
numeric precision raw real row smallint string time timestamp timestamp_ltz tinyint varbinary varchar zone`

/** Flink's words; names stand in backticks. */
export const flinkDialect = SQLDialect.define({
  keywords,
  types,
  identifierQuotes: '`',
  slashComments: false,
  hashComments: false,
})
