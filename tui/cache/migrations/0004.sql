-- Version 4: the desk.
SELECT 1;
