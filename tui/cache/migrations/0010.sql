-- Version 10: pictures of stories, as their sites gave them: a week, and no more than fit (tui.cache.pictures).

CREATE TABLE picture (
  url  TEXT PRIMARY KEY,
  at   INTEGER NOT NULL,                 -- when it was fetched
  data BLOB NOT NULL,                    -- x'': there is none, and why says so
  why  TEXT NOT NULL DEFAULT ''
);

-- Pictures that the readers wait for; a row goes when there is an answer.
CREATE TABLE picture_request (
  url        TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article(id) ON DELETE CASCADE,
  at         INTEGER NOT NULL
);
CREATE INDEX picture_request_by_article ON picture_request (article_id);
