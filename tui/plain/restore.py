"""A backup into a cache and a configuration that may hold much already: merged, in bounded transactions.

The file is read twice: first its sources and the lists of the configuration, so that articles find their
sources; then articles and acts. What a line says is checked in ``plain.backup_lines``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from tui.arrivals import Changes
from tui.cache import keeping, writer
from tui.cache.backup import TABLES, VERSION
from tui.cache.database import Connection, transaction
from tui.cache.journal import Row
from tui.cache.sources import addresses
from tui.config_values import same_address
from tui.model import Source
from tui.plain import backup_lines
from tui.plain.backup_lines import ArticleLine, LineError

BATCH = 200
"""Articles that are merged in one transaction."""
_KINDS = ("telex-backup", "source", *TABLES, "article", "act")


class RestoreError(Exception):
    """A file that is no backup, or one that this telex cannot read; says why."""


@dataclass(slots=True)
class Report:
    """What became of a backup's lines."""

    bad: list[tuple[int, str]] = field(default_factory=list)
    """Lines that could not be used, by number, each with the reason."""
    counts: Counter[str] = field(default_factory=Counter)
    """``merged``, ``inserted``, ``awaited`` and ``left`` articles, ``acts``."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a backup wants of the configuration: each item with the number of its line."""

    at: int
    """When the backup was made."""
    sources: list[tuple[int, Source]]
    former: list[Source]
    tables: list[tuple[int, str, dict[str, Any]]]


def wanted(path: Path, report: Report) -> Wanted:
    """The first reading: the head, sources and lists. Raises RestoreError, OSError."""
    found = Wanted(_head(path), [], [], [])
    for number, line in _lines(path, report):
        kind = line["kind"]
        try:
            if kind == "source":
                source = backup_lines.source(line)
                if line.get("subscribed") is False:
                    found.former.append(source)
                else:
                    found.sources.append((number, source))
            elif kind in TABLES:
                if not isinstance(line.get("keys"), dict):
                    raise LineError("keys must be an object")  # noqa: TRY301 - told like the others
                found.tables.append((number, kind, line["keys"]))
            elif kind not in _KINDS:
                report.bad.append((number, "is of a kind that this telex does not know"))
        except LineError as error:
            report.bad.append((number, str(error)))
    return found


def _head(path: Path) -> int:
    with path.open("rb") as file:
        try:
            line = backup_lines.parse(file.readline(backup_lines.LONGEST + 1))
        except LineError:
            line = {"kind": ""}
    if line["kind"] != "telex-backup":
        raise RestoreError(f"{path}: this is no backup of telex: its first line does not say so")
    if line.get("version") != VERSION:
        raise RestoreError(f"{path}: this backup is of another version; update telex")
    at = line.get("at")
    return at if type(at) is int else 0


def merge(connection: Connection, path: Path, report: Report, at: int, now: int) -> None:
    """The second reading: articles, then acts. ``at``: when the backup was made. Raises apsw.Error."""
    sources = {same_address(url): each for each, url in addresses(connection).items()}
    newer = keeping.touched_since(connection, at)
    here: dict[int, int] = {}
    acts: list[tuple[int, dict[str, Any]]] = []
    waiting: list[tuple[ArticleLine, int]] = []
    # Mistakes in shape were told by the first reading.
    for number, line in _lines(path, Report()):
        if line["kind"] == "act":
            acts.append((number, line))
        if line["kind"] != "article":
            continue
        try:
            article = backup_lines.article(line)
            if same_address(article.source) not in sources:
                raise LineError("its source is neither subscribed nor in the backup")  # noqa: TRY301
        except LineError as error:
            report.bad.append((number, str(error)))
            continue
        waiting.append((article, sources[same_address(article.source)]))
        if len(waiting) == BATCH:
            _merge_articles(connection, waiting, here, newer, report, now)
            waiting = []
    _merge_articles(connection, waiting, here, newer, report, now)
    acts_here: list[Row] = []
    for number, line in acts:
        try:
            acts_here.append(backup_lines.act(line, here))
        except LineError as error:
            report.bad.append((number, str(error)))
    report.counts["acts"] += keeping.merge_journal(connection, acts_here)


def _merge_articles(
    connection: Connection,
    batch: list[tuple[ArticleLine, int]],
    here: dict[int, int],
    newer: set[int],
    report: Report,
    now: int,
) -> None:
    """Merge what is there; bring in the texts that are missing; keep the states of the rest."""
    states: dict[int, keeping.State] = {}
    missing: dict[tuple[int, str], tuple[ArticleLine, int]] = {}
    with transaction(connection):
        for article, source_id in batch:
            known = keeping.article_id(connection, source_id, article.guid)
            if known is None:
                missing.setdefault((source_id, article.guid), (article, source_id))
                if article.state != keeping.State():
                    keeping.await_article(connection, source_id, article.guid, article.state, now)
                    report.counts["awaited"] += article.entry is None
                continue
            here[article.number] = known
            if known in newer:
                report.counts["left"] += 1
            else:
                states[known] = article.state
        report.counts["merged"] += keeping.merge(connection, states, now)
    texts = [each for each in missing.values() if each[0].entry is not None]
    for (source_id, fetched), group in groupby(texts, lambda each: (each[1], each[0].fetched)):
        articles = [article for article, _ in group]
        # As it was when it came: a date that was right then is right now.
        entries = tuple(article.entry for article in articles if article.entry is not None)
        writer.store(connection, source_id, Changes(insert=entries), min(fetched or now, now))
        for article in articles:
            known = keeping.article_id(connection, source_id, article.guid)
            if known is not None:
                here[article.number] = known
                report.counts["inserted"] += 1


def _lines(path: Path, report: Report) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines after the first, by number; what is no line of a backup is reported."""
    with path.open("rb") as file:
        number = 0
        while data := file.readline(backup_lines.LONGEST + 1):
            number += 1
            if len(data) > backup_lines.LONGEST:
                _skip_rest(file.readline)
            if number == 1 or not data.strip():
                continue
            try:
                yield number, backup_lines.parse(data)
            except LineError as error:
                report.bad.append((number, str(error)))


def _skip_rest(readline: Callable[[int], bytes]) -> None:
    """Pass over what is left of a line that is too long."""
    while (data := readline(1 << 20)) and not data.endswith(b"\n"):
        pass
