-- Version 7: the desk: stories, alerts, rules.
SELECT 1;
