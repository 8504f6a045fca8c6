-- Version 9: size. body.document and revision.document are texts, or blobs where they are deflated
-- (tui.cache.packing); texts of earlier versions are packed bit by bit while the poller has nothing to do.

-- How the file has grown: one row a day, the newest of that day.
CREATE TABLE size (
  day      INTEGER PRIMARY KEY,                -- whole days since 1970-01-01 UTC
  bytes    INTEGER NOT NULL,                   -- of the file, without what it has free
  articles INTEGER NOT NULL
);

-- The articles up to this one may have such texts.
INSERT INTO meta SELECT 'unpacked', max(article_id) FROM body WHERE 1 HAVING count(*) > 0;
