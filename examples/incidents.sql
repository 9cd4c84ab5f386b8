-- List each incident with the last deadline before it and the days since.
-- Usage, in this folder: timeline show --format csv > milestones.csv && duckdb < incidents.sql
SELECT incidents.day, place, milestones.id AS deadline, incidents.day - milestones.due AS days_since
FROM 'incidents.csv' AS incidents
ASOF LEFT JOIN (
    -- One milestone for each day: ASOF joins the last row on or before each incident.
    SELECT due, min(id) AS id FROM 'milestones.csv' GROUP BY due
) AS milestones ON incidents.day >= milestones.due
ORDER BY incidents.day;
