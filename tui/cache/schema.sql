-- The cache at version 1. Later versions are files in migrations/, applied in order.
-- Times are whole seconds since 1970-01-01 UTC; flags are 0 or 1.

CREATE TABLE source (
  id         INTEGER PRIMARY KEY,
  url        TEXT NOT NULL UNIQUE,
  name       TEXT NOT NULL DEFAULT '',         -- as configured; '' = use title
  title      TEXT NOT NULL DEFAULT '',         -- as the feed calls itself
  folder     TEXT NOT NULL DEFAULT '',         -- the configured group (GROUP is a word of SQL)
  weight     REAL NOT NULL DEFAULT 1,
  interval   INTEGER NOT NULL,                 -- seconds between polls
  adaptive   INTEGER NOT NULL DEFAULT 0,       -- 1: none of its own, so it rests longer while it is quiet
  enabled    INTEGER NOT NULL DEFAULT 1,
  subscribed INTEGER NOT NULL DEFAULT 1,       -- 0: no longer in the configuration; its articles stay
  position   INTEGER NOT NULL DEFAULT 0,       -- order in the configuration
  outline    TEXT NOT NULL DEFAULT '{}'        -- attributes of its OPML outline that are only kept, JSON
);

-- What the poller must remember of a source; apart from it, so that a poll rewrites narrow rows.
CREATE TABLE fetch_state (
  source_id     INTEGER PRIMARY KEY REFERENCES source(id) ON DELETE CASCADE,
  etag          TEXT NOT NULL DEFAULT '',      -- byte for byte as sent (RFC 9110 8.8.3)
  last_modified TEXT NOT NULL DEFAULT '',
  validators_for TEXT NOT NULL DEFAULT '',     -- the address that gave them; '' = the source's own
  body_hash     TEXT NOT NULL DEFAULT '',
  last_poll     INTEGER,
  last_success  INTEGER,
  last_full     INTEGER,                       -- when it last answered in full and not with 304
  next_due      INTEGER,
  paced         INTEGER NOT NULL DEFAULT 0,    -- the interval that next_due was made with
  pace          TEXT NOT NULL DEFAULT '',      -- how often it is asked and why, where not by its interval
  hints         TEXT NOT NULL DEFAULT '{}',    -- what its publisher said about that, feeds.schedule.Hints
  moved_to      TEXT NOT NULL DEFAULT '',      -- where it is asked since two answers said 301 or 308
  moving_to     TEXT NOT NULL DEFAULT '',      -- where one answer said so
  hub           TEXT NOT NULL DEFAULT '',      -- its WebSub hub; noted, not used
  failing_since INTEGER,
  failures      INTEGER NOT NULL DEFAULT 0,
  error         TEXT NOT NULL DEFAULT '',
  note          TEXT NOT NULL DEFAULT '',
  skew          INTEGER,                       -- seconds that the publisher's clock is ahead of ours, smoothed
  state         TEXT NOT NULL DEFAULT 'idle' CHECK (state IN ('idle', 'waiting', 'fetching'))
);

CREATE TABLE article (
  id          INTEGER PRIMARY KEY,             -- order of arrival
  source_id   INTEGER NOT NULL REFERENCES source(id),
  guid        TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  title       TEXT NOT NULL,
  link        TEXT NOT NULL,
  author      TEXT NOT NULL,
  published   INTEGER,                         -- as the feed gives it
  at          INTEGER NOT NULL,                -- what lists sort by
  fetched     INTEGER NOT NULL,
  level       INTEGER NOT NULL DEFAULT 0,
  read        INTEGER NOT NULL DEFAULT 0,
  starred     INTEGER NOT NULL DEFAULT 0,
  revisions   INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source_id, guid)                     -- never guid alone: articles would wander between sources
);
CREATE INDEX article_by_time ON article (at DESC, id DESC, source_id);
CREATE INDEX article_by_source ON article (source_id, at DESC, id DESC);
CREATE INDEX article_unread ON article (at DESC, id DESC, source_id) WHERE read = 0;
CREATE INDEX article_starred ON article (at DESC, id DESC, source_id) WHERE starred = 1;
CREATE INDEX article_alert ON article (at DESC, id DESC, source_id) WHERE level > 0;

-- What only the open story needs; apart, so that lists scan narrow rows.
CREATE TABLE body (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  lead       TEXT NOT NULL,
  document   TEXT NOT NULL,                    -- blocks, pages.document.dumps
  reasons    TEXT NOT NULL DEFAULT '[]',       -- why it has its level, JSON
  facts      TEXT NOT NULL DEFAULT '{}'        -- model.Facts as JSON, tui.facts
);

-- Earlier texts of an article that its source has since changed.
CREATE TABLE revision (
  id         INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  replaced   INTEGER NOT NULL,
  title      TEXT NOT NULL,
  document   TEXT NOT NULL,
  version    TEXT NOT NULL,                    -- model.version_of: a text that comes back is no new revision
  UNIQUE (article_id, version)
);
CREATE INDEX revision_by_article ON revision (article_id, id);

-- Contentless: the texts stand in article and body already. Titles, authors and texts of articles by rowid.
CREATE VIRTUAL TABLE article_text USING fts5 (
  title, author, text,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);

-- Counts for the sources pane, kept by the triggers below and never by scanning.
CREATE TABLE source_count (
  source_id INTEGER PRIMARY KEY REFERENCES source(id) ON DELETE CASCADE,
  total     INTEGER NOT NULL DEFAULT 0,
  unread    INTEGER NOT NULL DEFAULT 0,
  starred   INTEGER NOT NULL DEFAULT 0
);
CREATE TRIGGER source_added AFTER INSERT ON source BEGIN
  INSERT INTO source_count (source_id) VALUES (new.id);
  INSERT INTO fetch_state (source_id) VALUES (new.id);
END;
CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
  UPDATE source_count SET total = total + 1, unread = unread + 1 - new.read, starred = starred + new.starred
  WHERE source_id = new.source_id;
END;
CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
  UPDATE source_count SET total = total - 1, unread = unread - 1 + old.read, starred = starred - old.starred
  WHERE source_id = old.source_id;
  DELETE FROM article_text WHERE rowid = old.id;
END;
CREATE TRIGGER article_marked AFTER UPDATE OF read, starred ON article
WHEN old.read <> new.read OR old.starred <> new.starred BEGIN
  UPDATE source_count SET unread = unread + old.read - new.read, starred = starred + new.starred - old.starred
  WHERE source_id = new.source_id;
END;

-- Append-only record of triage: what undo and history read.
CREATE TABLE journal (
  id       INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,
  terminal TEXT NOT NULL,                      -- where the act was made
  act      TEXT NOT NULL,                      -- 'read', 'unread', 'star', 'unstar'
  articles BLOB NOT NULL,                      -- ids that changed, 8 bytes each, little-endian
  undone   INTEGER                             -- when it was undone
);
CREATE INDEX journal_standing ON journal (id) WHERE undone IS NULL;

-- What the readers ask of the poller; a row goes when the poller has taken it, one for discovery when it
-- has been answered. An id is never used again: it is how a reader knows its answer.
CREATE TABLE request (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  at        INTEGER NOT NULL,
  kind      TEXT NOT NULL DEFAULT 'poll' CHECK (kind IN ('poll', 'discover')),
  source_id INTEGER,                           -- poll: which source; NULL: all sources
  argument  TEXT NOT NULL DEFAULT ''           -- discover: the address as the user typed it
);

-- What the poller found at an address that a reader asked about; rows go after a day.
CREATE TABLE discovery (
  request_id INTEGER PRIMARY KEY,
  url        TEXT NOT NULL,                    -- the request's argument
  answer     TEXT NOT NULL,                    -- cache.requests.Discovery, JSON
  at         INTEGER NOT NULL
);

-- One row each: the poller's own word on itself, and what configuration the sources came from.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
