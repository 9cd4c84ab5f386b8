-- List each incident with the milestones that were overdue on its day.
-- `incidents` is the table of incidents.csv, and `days` the output of `timeline days --format parquet`;
-- due_duckdb.py and due_spark.py run this query.
SELECT incidents.day, place, milestone, -remaining AS days_overdue
FROM incidents
LEFT JOIN days ON days.day = incidents.day AND status = 'overdue'
ORDER BY incidents.day NULLS LAST, days_overdue DESC, milestone;
