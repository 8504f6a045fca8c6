-- Version 8: pages: full stories.
SELECT 1;
