-- Version 5: searching.

ALTER TABLE article ADD COLUMN lang TEXT NOT NULL DEFAULT '';   -- a BCP 47 tag in lower case
ALTER TABLE article ADD COLUMN has INTEGER NOT NULL DEFAULT 0;  -- 1 audio, 2 image, 4 video: cache.search
UPDATE article SET
  lang = lower(coalesce((SELECT facts ->> '$.language' FROM body WHERE article_id = id), '')),
  has = coalesce((SELECT (facts LIKE '%"type":"audio/%') + 2 * (facts LIKE '%"type":"image/%'
      OR document LIKE '%"k":"image"%') + 4 * (facts LIKE '%"type":"video/%')
    FROM body WHERE article_id = id), 0);
CREATE INDEX article_updated ON article (at DESC, id DESC, source_id) WHERE revisions > 0;

-- Anew, for its words are others now (tui.words): pairs of characters where words are not set apart, and
-- vowel signs are part of their word. Contentless, as before: the texts stand in article and body.
DROP TABLE article_text;
CREATE VIRTUAL TABLE article_text USING fts5 (
  title, author, text,
  content = '', contentless_delete = 1,
  tokenize = 'unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc'''
);
INSERT INTO article_text (rowid, title, author, text)
  SELECT a.id, indexed(a.title), indexed(a.author), indexed((
    SELECT group_concat(words, char(10)) FROM (
      SELECT coalesce((
          SELECT group_concat(CASE span.type WHEN 'array' THEN span.value ->> 0 ELSE span.value END, '')
          FROM json_each(block.value, '$.s') span), '')
        || ' ' || coalesce((
          SELECT group_concat(cell.atom, ' ') FROM json_tree(block.value, '$.r') cell
          WHERE cell.type = 'text'), '') AS words
      FROM json_each(CASE WHEN json_valid(b.document) THEN b.document ELSE '[]' END) block)))
  FROM article a JOIN body b ON b.article_id = a.id;

-- Smart folders and how many unread articles each has, kept without a scan (tui.cache.folders): an article
-- that anything changes goes on a list, and who shows folders looks at those alone.
CREATE TABLE folder (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  query    TEXT NOT NULL,
  position INTEGER NOT NULL,
  unread   INTEGER NOT NULL DEFAULT 0,
  settled  INTEGER NOT NULL,                   -- the time at which what its query says of times was true
  cursor   TEXT NOT NULL DEFAULT 'new'         -- how far back its articles have been looked for; '': all
);
CREATE TABLE folder_unread (
  article_id INTEGER NOT NULL,
  folder_id  INTEGER NOT NULL REFERENCES folder(id) ON DELETE CASCADE,
  PRIMARY KEY (article_id, folder_id)
) WITHOUT ROWID;
CREATE INDEX folder_unread_by_folder ON folder_unread (folder_id);
CREATE TABLE folder_changed (article_id INTEGER PRIMARY KEY);
CREATE TRIGGER folder_has_one_more AFTER INSERT ON folder_unread BEGIN
  UPDATE folder SET unread = unread + 1 WHERE id = new.folder_id;
END;
CREATE TRIGGER folder_has_one_less AFTER DELETE ON folder_unread BEGIN
  UPDATE folder SET unread = unread - 1 WHERE id = old.folder_id;
END;
CREATE TRIGGER folder_arrival AFTER INSERT ON article WHEN EXISTS (SELECT 1 FROM folder) BEGIN
  INSERT OR IGNORE INTO folder_changed VALUES (new.id);
END;
CREATE TRIGGER folder_change AFTER UPDATE ON article
WHEN new.read = 0 AND EXISTS (SELECT 1 FROM folder) BEGIN
  INSERT OR IGNORE INTO folder_changed VALUES (new.id);
END;
CREATE TRIGGER folder_read AFTER UPDATE OF read ON article WHEN new.read = 1 AND old.read = 0 BEGIN
  DELETE FROM folder_unread WHERE article_id = new.id;
END;
CREATE TRIGGER folder_removal AFTER DELETE ON article BEGIN
  DELETE FROM folder_unread WHERE article_id = old.id;
END;
