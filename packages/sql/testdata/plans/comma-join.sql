CREATE TABLE t (k STRING, v INT);
CREATE TABLE u (k STRING, w INT);
SELECT t.k, v + w AS total FROM t, u WHERE t.k = u.k AND v > 1 AND w < 5;
----
== Bound Plan ==
Project(select=[k AS k, +(v, w) AS total]), changelogMode=[I]
  Filter(where=[(=(k, k) AND >(v, 1) AND <(w, 5))]), changelogMode=[I]
    Join(type=[inner], on=[]), fields=[k, v, k, w], changelogMode=[I]
      TableSourceScan(table=[default_catalog.default_database.t]), fields=[k, v], changelogMode=[I]
      TableSourceScan(table=[default_catalog.default_database.u]), fields=[k, w], changelogMode=[I]

== Optimized Plan ==
Project(select=[k AS k, +(v, w) AS total]), changelogMode=[I]
  Join(type=[inner], on=[k = k]), fields=[k, v, k, w], changelogMode=[I]
    Filter(where=[>(v, 1)]), changelogMode=[I]
      TableSourceScan(table=[default_catalog.default_database.t]), fields=[k, v], changelogMode=[I]
    Filter(where=[<(w, 5)]), changelogMode=[I]
      TableSourceScan(table=[default_catalog.default_database.u]), fields=[k, w], changelogMode=[I]
