"""How many articles came when: by the hour, in all and by source; and how urgent the day was. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from tui.cache.database import Connection
from tui.model import Level

HOURS = 24
HOUR = 3_600


@dataclass(frozen=True, slots=True)
class Day:
    """The last 24 hours."""

    hours: tuple[int, ...]
    """Articles by the hour, the last one at the end."""
    levels: tuple[tuple[Level, int], ...]
    """Stories above ROUTINE that moved in it, the most urgent first."""


def day(connection: Connection, now: int) -> Day:
    """The last 24 hours as they are known at ``now``."""
    hours = [0] * HOURS
    for counts in by_source(connection, now).values():
        hours = [had + more for had, more in zip(hours, counts, strict=True)]
    levels = connection.execute(
        "SELECT level, count(*) FROM story WHERE level > 0 AND moved_at > ? GROUP BY 1 ORDER BY 1 DESC",
        (now - HOURS * HOUR,),
    )
    return Day(tuple(hours), tuple((Level(row[0]), int(row[1])) for row in levels))


def by_source(connection: Connection, now: int) -> dict[int, tuple[int, ...]]:
    """The articles of each source by the hour, the last one at the end; a source without any is left out."""
    found: dict[int, list[int]] = {}
    for source_id, ago, count in connection.execute(
        "SELECT source_id, (? - at) / 3600, count(*) FROM article WHERE at > ? AND at <= ? GROUP BY 1, 2",
        (now, now - HOURS * HOUR, now),
    ):
        found.setdefault(int(source_id), [0] * HOURS)[HOURS - 1 - int(ago)] = int(count)
    return {source_id: tuple(counts) for source_id, counts in found.items()}
