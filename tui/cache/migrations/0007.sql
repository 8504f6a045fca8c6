-- Version 7: the desk: stories, alerts, rules.

-- The articles, of any source, that report one event. Every article belongs to one story, if only its own.
CREATE TABLE story (
  id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: story:ID means the same for ever
  lead_id    INTEGER NOT NULL,                  -- the article whose headline is shown
  first_at   INTEGER NOT NULL,                  -- the earliest of its articles
  moved_at   INTEGER NOT NULL,                  -- the latest
  articles   INTEGER NOT NULL DEFAULT 1,
  publishers INTEGER NOT NULL DEFAULT 1,        -- who has it at all
  voices     INTEGER NOT NULL DEFAULT 1,        -- of those, who does not only repeat another's text
  level      INTEGER NOT NULL DEFAULT 0,
  reasons    TEXT NOT NULL DEFAULT '[]',        -- why it has its level, JSON
  stage      TEXT NOT NULL DEFAULT ''           -- correction, update and the like
);
CREATE INDEX story_by_time ON story (moved_at DESC, id DESC);
CREATE INDEX story_alert ON story (moved_at DESC, id DESC) WHERE level > 0;

ALTER TABLE article ADD COLUMN story_id INTEGER;
ALTER TABLE article ADD COLUMN copy_of INTEGER;  -- the article whose text it repeats: one voice with it
INSERT INTO story (id, lead_id, first_at, moved_at, level, reasons)
  SELECT a.id, a.id, a.at, a.at, a.level, coalesce(b.reasons, '[]')
  FROM article a LEFT JOIN body b ON b.article_id = a.id;
UPDATE article SET story_id = id;
CREATE INDEX article_by_story ON article (story_id, at, id);

-- An article that is given to no story starts one.
CREATE TRIGGER article_alone AFTER INSERT ON article WHEN new.story_id IS NULL BEGIN
  INSERT INTO story (lead_id, first_at, moved_at, level) VALUES (new.id, new.at, new.at, new.level);
  UPDATE article SET story_id = last_insert_rowid() WHERE id = new.id;
END;
-- The rest of a story's row is what it was: what a purge takes has been news.
CREATE TRIGGER article_left AFTER DELETE ON article BEGIN
  UPDATE story SET articles = articles - 1 WHERE id = old.story_id;
  DELETE FROM story WHERE id = old.story_id AND articles <= 0;
  UPDATE story SET lead_id =
    (SELECT id FROM article WHERE story_id = old.story_id ORDER BY at, id LIMIT 1)
  WHERE id = old.story_id AND lead_id = old.id;
END;

-- What the reader has said on an article's story; the desk leaves it so.
CREATE TABLE story_pin (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  story_id   INTEGER NOT NULL
);
-- The reader's moves of articles between stories, for the poller to follow; it keeps the newest alone.
CREATE TABLE story_move (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  article_id INTEGER NOT NULL
);

-- What the desk knows of the articles of its window: its memory after a restart.
CREATE TABLE story_terms (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  terms      BLOB NOT NULL
);

-- Who stands behind a source: configured, or the host that its address is registered under.
ALTER TABLE source ADD COLUMN publisher TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN grouped INTEGER NOT NULL DEFAULT 1;  -- 0: its articles join no stories
DELETE FROM meta WHERE key = 'sources';  -- so that the next start writes the sources anew, with these
