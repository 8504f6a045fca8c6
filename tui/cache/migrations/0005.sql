-- Version 5: searching.
SELECT 1;
