"""Old state and a parsed feed: what to insert, what to revise, what to leave. Pure; knows no cache."""

from __future__ import annotations

from collections.abc import Mapping

from tui.arrivals import Changes, Entry, Feed, Known, version_of


def decide(known: Mapping[str, Known], feed: Feed) -> Changes:
    """What ``feed`` makes of the articles in ``known`` (by guid), in the order of the document.

    A guid that is not known is a new article. The same guid with another title or content is a
    revision, because that is what a reader sees, unless the article had that very text before: some
    feeds flip between two versions at each poll. With the same ones, only the record of it is
    renewed. An article that is no longer in the document is left alone: feeds hold the newest only.
    """
    insert: list[Entry] = []
    revise: list[tuple[int, Entry]] = []
    restore: list[tuple[int, Entry]] = []
    touch: list[tuple[int, Entry]] = []
    for entry in feed.entries:
        article = known.get(entry.guid)
        if article is None:
            insert.append(entry)
        elif (article.title, article.document) == (entry.title, entry.document):
            touch.append((article.id, entry))
        elif version_of(entry.title, entry.document) in article.earlier:
            restore.append((article.id, entry))
        else:
            revise.append((article.id, entry))
    return Changes(tuple(insert), tuple(revise), tuple(restore), tuple(touch))
