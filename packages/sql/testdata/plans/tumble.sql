CREATE TABLE e (k STRING, v INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND);
SELECT window_start, k, SUM(v) AS total FROM TABLE(TUMBLE(TABLE e, DESCRIPTOR(ts), INTERVAL '1' HOUR))
GROUP BY window_start, window_end, k;
----
== Bound Plan ==
Project(select=[window_start AS window_start, k AS k, SUM$0 AS total]), changelogMode=[I,UB,UA,D]
  GroupAggregate(groupBy=[window_start, window_end, k], select=[SUM($f3)]), fields=[window_start, window_end, k, SUM$0], changelogMode=[I,UB,UA,D], upsertKeys=[window_start, window_end, k]
    Project(select=[window_start AS window_start, window_end AS window_end, k AS k, v AS $f3]), changelogMode=[I]
      WindowTableFunction(window=[kind=tumble, size=3600000, offset=0], time=[ts]), fields=[k, v, ts, window_start, window_end, window_time], changelogMode=[I]
        TableSourceScan(table=[default_catalog.default_database.e]), fields=[k, v, ts], changelogMode=[I]

== Optimized Plan ==
Project(select=[window_start AS window_start, k AS k, SUM$0 AS total]), changelogMode=[I]
  WindowAggregate(groupBy=[k], window=[kind=tumble, size=3600000, offset=0], time=[event], select=[SUM($f3)]), fields=[k, SUM$0, window_start, window_end, window_time], changelogMode=[I]
    Project(select=[window_start AS window_start, window_end AS window_end, k AS k, v AS $f3]), changelogMode=[I]
      WindowTableFunction(window=[kind=tumble, size=3600000, offset=0], time=[ts]), fields=[k, v, ts, window_start, window_end, window_time], changelogMode=[I]
        TableSourceScan(table=[default_catalog.default_database.e]), fields=[k, v, ts], changelogMode=[I]
