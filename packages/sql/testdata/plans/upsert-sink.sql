CREATE TABLE t (k STRING, v INT);
CREATE TABLE s (k STRING, n BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'upsert-kafka');
INSERT INTO s SELECT k, COUNT(DISTINCT v) FILTER (WHERE v > 0) FROM t GROUP BY k;
----
== Bound Plan ==
Sink(table=[default_catalog.default_database.s]), fields=[k, n], changelogMode=[I,UB,UA,D], upsertKeys=[k]
  Project(select=[k AS k, EXPR$1 AS n]), changelogMode=[I,UB,UA,D], upsertKeys=[k]
    Project(select=[k AS k, COUNT$0 AS EXPR$1]), changelogMode=[I,UB,UA,D], upsertKeys=[k]
      GroupAggregate(groupBy=[k], select=[COUNT(DISTINCT $f1) FILTER $f2]), fields=[k, COUNT$0], changelogMode=[I,UB,UA,D], upsertKeys=[k]
        Project(select=[k AS k, v AS $f1, >(v, 0) AS $f2]), changelogMode=[I]
          TableSourceScan(table=[default_catalog.default_database.t]), fields=[k, v], changelogMode=[I]

== Optimized Plan ==
Sink(table=[default_catalog.default_database.s]), fields=[k, n], changelogMode=[I,UB,UA,D], upsertKeys=[k]
  Project(select=[k AS k, COUNT$0 AS n]), changelogMode=[I,UB,UA,D], upsertKeys=[k]
    GroupAggregate(groupBy=[k], select=[COUNT(DISTINCT $f1) FILTER $f2]), fields=[k, COUNT$0], changelogMode=[I,UB,UA,D], upsertKeys=[k]
      Project(select=[k AS k, v AS $f1, >(v, 0) AS $f2]), changelogMode=[I]
        TableSourceScan(table=[default_catalog.default_database.t]), fields=[k, v], changelogMode=[I]
