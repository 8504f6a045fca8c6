-- Version 6: triage that can be trusted: later, dismissed, tags, an exact journal; what retention leaves behind.

-- NULL: not put off. When the time has come it is NULL again, and the article unread and on top.
ALTER TABLE article ADD COLUMN later_until INTEGER;
-- 0: shown; 1: gone from every list until its headline changes materially (table dismissal); 2: for good.
ALTER TABLE article ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0;
-- The journal's row of its last return ("back"): it stands in lists by that time. NULL: it never went.
ALTER TABLE article ADD COLUMN back INTEGER;

-- What a dismissed article (dismissed = 1) is compared with when its source changes it.
CREATE TABLE dismissal (
  article_id INTEGER PRIMARY KEY REFERENCES article(id) ON DELETE CASCADE,
  title      TEXT NOT NULL
);

CREATE TRIGGER article_dismissal AFTER UPDATE OF dismissed ON article WHEN old.dismissed <> new.dismissed BEGIN
  DELETE FROM dismissal WHERE article_id = new.id;
  INSERT INTO dismissal SELECT new.id, new.title WHERE new.dismissed = 1;
END;

CREATE TABLE tag (
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  name       TEXT NOT NULL,                    -- one word in lower case: cache.triage.tag_name
  PRIMARY KEY (article_id, name)
) WITHOUT ROWID;
CREATE INDEX tag_by_name ON tag (name, article_id);

-- Lists pass over what is dismissed without a look at the table.
DROP INDEX article_by_time;
DROP INDEX article_by_source;
DROP INDEX article_unread;
DROP INDEX article_starred;
DROP INDEX article_alert;
CREATE INDEX article_by_time ON article (at DESC, id DESC, source_id, dismissed);
CREATE INDEX article_by_source ON article (source_id, at DESC, id DESC, dismissed);
CREATE INDEX article_unread ON article (at DESC, id DESC, source_id, dismissed) WHERE read = 0;
CREATE INDEX article_starred ON article (at DESC, id DESC, source_id, dismissed) WHERE starred = 1;
CREATE INDEX article_alert ON article (at DESC, id DESC, source_id, dismissed) WHERE level > 0;
CREATE INDEX article_later ON article (at DESC, id DESC, source_id, dismissed) WHERE later_until IS NOT NULL;
CREATE INDEX article_due ON article (later_until) WHERE later_until IS NOT NULL;
CREATE INDEX article_dismissed ON article (at DESC, id DESC, source_id, dismissed) WHERE dismissed > 0;
CREATE INDEX article_back ON article (back) WHERE back IS NOT NULL;

-- total, unread, starred and later count what lists show; dismissed counts the rest.
ALTER TABLE source_count ADD COLUMN later INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source_count ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER article_marked;
CREATE TRIGGER article_marked AFTER UPDATE OF read, starred, later_until, dismissed ON article
WHEN old.read <> new.read OR old.starred <> new.starred OR old.dismissed <> new.dismissed
  OR (old.later_until IS NULL) <> (new.later_until IS NULL) BEGIN
  UPDATE source_count SET
    total = total + (new.dismissed = 0) - (old.dismissed = 0),
    unread = unread + (new.dismissed = 0 AND new.read = 0) - (old.dismissed = 0 AND old.read = 0),
    starred = starred + (new.dismissed = 0 AND new.starred) - (old.dismissed = 0 AND old.starred),
    later = later + (new.dismissed = 0 AND new.later_until IS NOT NULL)
                  - (old.dismissed = 0 AND old.later_until IS NOT NULL),
    dismissed = dismissed + (new.dismissed > 0) - (old.dismissed > 0)
  WHERE source_id = new.source_id;
END;
-- article_removed takes an article out of the counts of lists; one that was not in them goes back in first.
CREATE TRIGGER article_removed_late AFTER DELETE ON article
WHEN old.later_until IS NOT NULL AND old.dismissed = 0 BEGIN
  UPDATE source_count SET later = later - 1 WHERE source_id = old.source_id;
END;
CREATE TRIGGER article_removed_dismissed AFTER DELETE ON article WHEN old.dismissed > 0 BEGIN
  UPDATE source_count SET total = total + 1, unread = unread + 1 - old.read, starred = starred + old.starred,
    dismissed = dismissed - 1
  WHERE source_id = old.source_id;
END;

-- How many articles that lists show have each tag.
CREATE TABLE tag_count (
  name  TEXT PRIMARY KEY,
  total INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER tag_given AFTER INSERT ON tag BEGIN
  INSERT INTO tag_count VALUES (new.name, (SELECT dismissed = 0 FROM article WHERE id = new.article_id))
  ON CONFLICT (name) DO UPDATE SET total = total + excluded.total;
END;
CREATE TRIGGER tag_taken AFTER DELETE ON tag BEGIN
  UPDATE tag_count SET total = total - (SELECT dismissed = 0 FROM article WHERE id = old.article_id)
  WHERE name = old.name;
  DELETE FROM tag_count WHERE name = old.name AND NOT EXISTS (SELECT 1 FROM tag WHERE name = old.name);
END;
CREATE TRIGGER tagged_dismissed AFTER UPDATE OF dismissed ON article
WHEN (old.dismissed = 0) <> (new.dismissed = 0) BEGIN
  UPDATE tag_count SET total = total + (new.dismissed = 0) - (old.dismissed = 0)
  WHERE name IN (SELECT name FROM tag WHERE article_id = new.id);
END;
-- Before, so that tag_taken still sees whether the article was shown.
CREATE TRIGGER tagged_removed BEFORE DELETE ON article BEGIN
  DELETE FROM tag WHERE article_id = old.id;
END;

-- The journal, exact. An act on many articles is several rows of one "whole", each written in one
-- transaction with what it changed. Undoing, redoing and coming back are rows too, so that the state at
-- any time can be had by going back from now row by row.
ALTER TABLE journal ADD COLUMN argument TEXT NOT NULL DEFAULT ''; -- until when, which tag …
ALTER TABLE journal ADD COLUMN seen BLOB;                         -- ids as shown, like articles; NULL: the same
ALTER TABLE journal ADD COLUMN before BLOB;                       -- what each was before, 8 bytes each: cache.journal
ALTER TABLE journal ADD COLUMN whole INTEGER;                     -- the first row of the act; NULL: this one
ALTER TABLE journal ADD COLUMN about INTEGER;                     -- the row that this one undoes or redoes;
                                                                  -- 0: nobody's act; NULL: an act
DROP INDEX journal_standing;
CREATE INDEX journal_standing ON journal (id) WHERE undone IS NULL AND about IS NULL;
CREATE INDEX journal_parts ON journal (whole) WHERE whole IS NOT NULL;
CREATE INDEX journal_by_time ON journal (at);

-- Articles that retention has removed and that their feed may still hold: they do not come back as new.
CREATE TABLE tombstone (
  source_id   INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  guid        TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  seen        INTEGER NOT NULL,                -- when its feed was last known to hold it
  PRIMARY KEY (source_id, guid)
) WITHOUT ROWID;

-- States of articles that the cache does not have yet, from a backup or another reader: given when they come.
CREATE TABLE awaited (
  source_id   INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  guid        TEXT NOT NULL,
  at          INTEGER NOT NULL,                -- since when it is awaited
  read        INTEGER NOT NULL,
  starred     INTEGER NOT NULL,
  later_until INTEGER,
  dismissed   INTEGER NOT NULL,
  tags        TEXT NOT NULL,                   -- JSON
  PRIMARY KEY (source_id, guid)
) WITHOUT ROWID;
CREATE TRIGGER article_awaited AFTER INSERT ON article
WHEN EXISTS (SELECT 1 FROM awaited WHERE source_id = new.source_id AND guid = new.guid) BEGIN
  UPDATE article SET (read, starred, later_until, dismissed) =
    (SELECT read, starred, later_until, dismissed FROM awaited WHERE source_id = new.source_id AND guid = new.guid)
  WHERE id = new.id;
  INSERT INTO tag SELECT new.id, value FROM awaited, json_each(awaited.tags)
  WHERE awaited.source_id = new.source_id AND awaited.guid = new.guid;
  DELETE FROM awaited WHERE source_id = new.source_id AND guid = new.guid;
END;

-- A tag may bring an article into a smart folder, or out of it.
CREATE TRIGGER folder_tagged AFTER INSERT ON tag WHEN EXISTS (SELECT 1 FROM folder) BEGIN
  INSERT OR IGNORE INTO folder_changed VALUES (new.article_id);
END;
CREATE TRIGGER folder_untagged AFTER DELETE ON tag WHEN EXISTS (SELECT 1 FROM folder) BEGIN
  INSERT OR IGNORE INTO folder_changed VALUES (old.article_id);
END;
