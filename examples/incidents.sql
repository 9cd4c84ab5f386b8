-- List each incident with what was known of the drawdown on its day, for any engine: due_duckdb.py and
-- due_spark.py run it. `incidents` is the table of incidents.csv, `days` the output of `timeline days`.
-- The hint sends the table of days to all workers of Spark, so that incidents stay where they are.
SELECT /*+ BROADCAST(days) */ incidents.day, place, remaining, status, ceiling
FROM incidents LEFT JOIN days ON days.day = incidents.day AND milestone = 'drawdown'
ORDER BY incidents.day NULLS LAST;
