-- Version 6: triage, journal, retention.
SELECT 1;
