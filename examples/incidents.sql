-- List each incident with the milestones that were overdue on its day.
-- Usage, in this folder: timeline days --format parquet > days.parquet && duckdb < incidents.sql
SELECT incidents.day, place, milestone, -remaining AS days_overdue
FROM 'incidents.csv' AS incidents
LEFT JOIN 'days.parquet' AS days
    ON days.day = incidents.day AND status = 'overdue'
ORDER BY incidents.day, days_overdue DESC, milestone;
