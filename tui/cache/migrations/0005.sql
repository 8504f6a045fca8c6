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
