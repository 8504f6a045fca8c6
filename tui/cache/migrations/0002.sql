-- Version 2: searching.
SELECT 1;
