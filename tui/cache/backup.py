"""A backup as JSON Lines: what is the user's own, from the cache and the configuration.

``docs/backup.md`` describes every kind of line. Nothing that could run a program is among them: sources
that are files or commands, filters, secrets and hooks stay where they are.
"""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from tui import __version__, facts
from tui.cache import articles, journal, keeping
from tui.cache.database import Connection
from tui.model import Article, Source
from tui.paths import destination, naming
from tui.text import gated_json

VERSION = 1
TABLES = ("rules", "folders", "places")
"""The lists of the configuration that a backup holds beside the sources."""

Line = Mapping[str, object]


def lines(
    connection: Connection, sources: Sequence[Source], config: str, now: int, *, everything: bool
) -> Generator[Line, None, None]:
    """All lines of a backup as of now, whatever is written meanwhile.

    ``config``: the text of the configuration. ``everything``: with the texts of all articles, and not
    of those alone that the user has starred, tagged or put off.
    """
    connection.execute("BEGIN")
    try:
        yield {"kind": "telex-backup", "version": VERSION, "at": now, "telex": __version__}
        yield from _subscribed(sources)
        yield from _former(connection)
        yield from _tables(config)
        acts = list(journal.all_rows(connection))
        named = {each for row in acts for each in chain(row.articles, row.seen)}
        for kept in keeping.articles(connection, None if everything else named):
            full = everything or kept.state.kept
            yield _article(kept, articles.article(connection, kept.id) if full else None)
        yield from (_article(kept, None) for kept in keeping.awaited(connection))
        yield from (_act(row) for row in acts)
    finally:
        connection.execute("COMMIT")


def packed(line: Line) -> str:
    """One line as it is written: nothing in it harms a terminal."""
    return gated_json(json.dumps(line, ensure_ascii=False, separators=(",", ":")))


class Writing:
    """A backup on its way into a file: for its owner alone, and in its place whole or not at all."""

    def __init__(self, path: Path, found: Iterator[Line]) -> None:
        """Raises OSError."""
        self._path, self._found = destination(path), found
        descriptor, self._name = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
        self._file = os.fdopen(descriptor, "w", encoding="utf-8")
        self.count = 0
        """Lines written so far."""

    def step(self, count: int) -> bool:
        """Write at most ``count`` lines more; False when the file is in its place. Raises OSError."""
        with naming(self._path):
            return self._step(count)

    def _step(self, count: int) -> bool:
        try:
            some = [packed(line) + "\n" for line in islice(self._found, count)]
            self._file.writelines(some)
            self.count += len(some)
            if len(some) == count:
                return True
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            os.replace(self._name, self._path)
        except BaseException:
            self.abandon()
            raise
        return False

    def abandon(self) -> None:
        """Leave no trace."""
        self._file.close()
        Path(self._name).unlink(missing_ok=True)


def left_out(sources: Iterable[Source]) -> list[str]:
    """The sources that no backup holds: local files and commands."""
    return [each.name or each.url.partition(":")[0] for each in sources if not _remote(each.url)]


def _subscribed(sources: Sequence[Source]) -> Iterator[Line]:
    for source in sources:
        if _remote(source.url):
            yield {
                "kind": "source",
                "url": source.url,
                "name": source.name,
                "group": source.group,
                "weight": source.weight,
                "interval": source.interval,
                "enabled": source.enabled,
                "subscribed": True,
            }


def _former(connection: Connection) -> Iterator[Line]:
    rows = connection.execute("SELECT url, name, folder FROM source WHERE NOT subscribed ORDER BY id")
    for url, name, group in rows:
        if _remote(url):
            yield {"kind": "source", "url": url, "name": name, "group": group, "subscribed": False}


def _tables(config: str) -> Iterator[Line]:
    data = tomllib.loads(config.removeprefix("\ufeff"))
    for name in TABLES:
        for table in data.get(name, []):
            yield {"kind": name, "keys": table}


def _article(kept: keeping.Kept, text: Article | None) -> Line:
    state = kept.state
    line: dict[str, object] = {"kind": "article", "n": kept.id, "source": kept.source, "guid": kept.guid}
    stated = {
        "read": state.read,
        "starred": state.starred,
        "later_until": state.later_until,
        "dismissed": state.dismissed,
        "tags": list(state.tags),
    }
    line |= {name: value for name, value in stated.items() if value}
    if text is not None:
        line["text"] = {
            "title": text.title,
            "link": text.link,
            "author": text.author,
            "published": text.published,
            "fetched": text.fetched,
            "level": int(text.level),
            "reasons": list(text.reasons),
            "lead": text.lead,
            "document": json.loads(text.document),
            "facts": facts.packed(text.facts),
        }
    return line


def _act(row: journal.Row) -> Line:
    line: dict[str, object] = {
        "kind": "act",
        "id": row.id,
        "at": row.at,
        "terminal": row.terminal,
        "act": row.act,
        "argument": row.argument,
        "articles": list(row.articles),
    }
    if list(row.seen) != list(row.articles):
        line["seen"] = list(row.seen)
    if row.before is not None:
        line["before"] = list(row.before)
    stated = {"whole": row.whole, "about": row.about, "undone": row.undone}
    return line | {name: value for name, value in stated.items() if value is not None}


def _remote(url: str) -> bool:
    return url.startswith(("http://", "https://"))
