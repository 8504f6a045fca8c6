-- Version 3: triage beyond read and starred.
SELECT 1;
