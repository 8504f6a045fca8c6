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
ALTER TABLE article ADD COLUMN leads INTEGER NOT NULL DEFAULT 1;  -- 1: it is its story's lead_id
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
  UPDATE article SET leads = 1
  WHERE old.leads AND id = (SELECT lead_id FROM story WHERE id = old.story_id);
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
CREATE TABLE story_memory (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

-- The list of stories is one stretch of this.
DROP INDEX article_by_time;
CREATE INDEX article_by_time ON article (at DESC, id DESC, source_id, dismissed, leads);

-- Who stands behind a source: configured, or the host that its address is registered under.
ALTER TABLE source ADD COLUMN publisher TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN grouped INTEGER NOT NULL DEFAULT 1;  -- 0: its articles join no stories
DELETE FROM meta WHERE key = 'sources';  -- so that the next start writes the sources anew, with these

-- What the desk knows of a story beside its level: since when it has it, and how many independent reports
-- came within an hour at most.
ALTER TABLE story ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE story ADD COLUMN reach INTEGER NOT NULL DEFAULT 0;

-- A story that reached a level: one row for each of the two.
CREATE TABLE alert (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  story_id   INTEGER NOT NULL,                 -- as it was then; article_id tells where it is now
  article_id INTEGER NOT NULL,                 -- the article that made it one
  level      INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  title      TEXT NOT NULL,
  link       TEXT NOT NULL,
  source     TEXT NOT NULL,
  publisher  TEXT NOT NULL,
  publishers INTEGER NOT NULL,                 -- independent ones at that time
  reasons    TEXT NOT NULL,                    -- JSON
  sources    TEXT NOT NULL,                    -- who reported it and when, JSON
  headlines  TEXT NOT NULL,                    -- what later stories are compared with, JSON
  stage      TEXT NOT NULL DEFAULT '',
  fate       TEXT NOT NULL,                    -- desk.alerts.Fate
  digested   INTEGER,                          -- when a digest told it after all
  UNIQUE (story_id, level)
);
CREATE INDEX alert_by_time ON alert (at DESC);
CREATE INDEX alert_by_article ON alert (article_id);
-- Who tells it by which channel: whoever enters it first, of all pollers and apps.
CREATE TABLE alert_claim (
  alert_id INTEGER NOT NULL REFERENCES alert(id) ON DELETE CASCADE,
  channel  TEXT NOT NULL,
  at       INTEGER NOT NULL,
  said     TEXT NOT NULL DEFAULT '',           -- what went wrong; '' = nothing
  PRIMARY KEY (alert_id, channel)
) WITHOUT ROWID;
-- Until when a story raises no alert; story 0: none does.
CREATE TABLE snooze (story_id INTEGER PRIMARY KEY, until INTEGER NOT NULL);

-- What a source's marker has proved: desk.urgency_worth.Worth.
CREATE TABLE worth (
  source_id INTEGER PRIMARY KEY REFERENCES source(id) ON DELETE CASCADE,
  articles REAL NOT NULL, marked REAL NOT NULL, proved REAL NOT NULL, hollow REAL NOT NULL, at INTEGER NOT NULL
);
-- Marked articles of which it is not known yet whether others bear them out.
CREATE TABLE marked (article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE);
-- How many publishers the stories of a group usually reach: desk.urgency_usual.Usual.
CREATE TABLE usual (folder TEXT PRIMARY KEY, reached TEXT NOT NULL, days REAL NOT NULL, at INTEGER NOT NULL);

-- Which rule did what to which article: why a row is here, highlighted or missing.
CREATE TABLE rule_hit (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  rule       TEXT NOT NULL,                    -- its name, or else its query
  act        TEXT NOT NULL,                    -- model.RuleAct
  level      INTEGER NOT NULL DEFAULT 0,       -- of a watch
  said       TEXT NOT NULL,                    -- the rule in a few words
  PRIMARY KEY (article_id, rule, act)
) WITHOUT ROWID;
CREATE INDEX rule_hit_by_act ON rule_hit (act, article_id);

-- When an article was stored, first on a screen, first opened; published and fetched stand in article.
CREATE TABLE ledger (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  stored INTEGER NOT NULL,
  shown  INTEGER,
  seen   INTEGER,
  opened INTEGER                               -- when it was last opened: what has changed since is new
);
-- What polling a source has cost so far.
CREATE TABLE poll_cost (
  source_id INTEGER PRIMARY KEY REFERENCES source(id) ON DELETE CASCADE,
  since     INTEGER NOT NULL,
  polls     INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  failed    INTEGER NOT NULL DEFAULT 0,
  bytes     INTEGER NOT NULL DEFAULT 0,
  articles  INTEGER NOT NULL DEFAULT 0
);
-- Dismissed stories that went on: how many publishers they had then.
CREATE TABLE quieted (story_id INTEGER PRIMARY KEY, publishers INTEGER NOT NULL, level INTEGER NOT NULL);
-- Until when a source is asked more often, since a story that it usually carries moves.
ALTER TABLE fetch_state ADD COLUMN hot_until INTEGER NOT NULL DEFAULT 0;
