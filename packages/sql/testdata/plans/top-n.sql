CREATE TABLE t (k STRING, v INT);
SELECT k, v FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC) AS n FROM t) WHERE n <= 3;
----
== Bound Plan ==
Project(select=[k AS k, v AS v]), changelogMode=[I,UB,UA,D]
  Filter(where=[<=(n, CAST(3 AS BIGINT))]), changelogMode=[I,UB,UA,D]
    Project(select=[k AS k, v AS v, rank AS n]), changelogMode=[I,UB,UA,D]
      Rank(partitionBy=[k], orderBy=[v DESC]), fields=[k, v, rank], changelogMode=[I,UB,UA,D]
        TableSourceScan(table=[default_catalog.default_database.t]), fields=[k, v], changelogMode=[I]

== Optimized Plan ==
Project(select=[k AS k, v AS v]), changelogMode=[I,UB,UA,D]
  Rank(partitionBy=[k], orderBy=[v DESC], range=[1..3]), fields=[k, v], changelogMode=[I,UB,UA,D]
    TableSourceScan(table=[default_catalog.default_database.t]), fields=[k, v], changelogMode=[I]
