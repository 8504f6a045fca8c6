-- Version 8: pages: full stories.

-- The story of the page behind an article; document '[]': there was none, and why says so.
CREATE TABLE full_story (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  at         INTEGER NOT NULL,                 -- when the page was fetched
  url        TEXT NOT NULL,                    -- where it was in the end
  document   TEXT NOT NULL,                    -- like body.document
  words      TEXT NOT NULL,                    -- its text, for the full-text index, packed
  facts      TEXT NOT NULL DEFAULT '{}',       -- what the page states of it, JSON
  why        TEXT NOT NULL DEFAULT ''          -- why there is no more of it
);

-- Pages that the readers wait for, and those that they may open next; a row goes when there is an answer.
CREATE TABLE page_request (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  at         INTEGER NOT NULL,
  waits      INTEGER NOT NULL                  -- 1: somebody waits for it; 0: somebody may open it next
);

-- Short blocks of fetched stories by host: one that several stories have is the site's own.
CREATE TABLE page_block (
  host       TEXT NOT NULL,
  name       TEXT NOT NULL,                    -- pages.extract.Story.learned
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  PRIMARY KEY (host, name, article_id)
) WITHOUT ROWID;
CREATE INDEX page_block_by_article ON page_block (article_id);

-- When the page of an article is fetched: 'always', 'on open', 'never'.
ALTER TABLE source ADD COLUMN full_text TEXT NOT NULL DEFAULT 'on open';
DELETE FROM meta WHERE key = 'sources';  -- so that the next start writes the sources anew, with this
