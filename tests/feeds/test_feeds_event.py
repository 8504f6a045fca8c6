"""One event as eleven papers tell it, in two languages; the poller starts anew after each batch."""

from __future__ import annotations

from pathlib import Path

from newsdays import NOW, Poller, entry

from tui.arrivals import Entry, Feed
from tui.cache.desk import last_id
from tui.feeds.filing import file
from tui.feeds.grouping import Grouping
from tui.feeds.newsdesk import Newsdesk
from tui.model import Level
from tui.newsroom import Alert

ROUTINE = (
    "Council votes on the parks",
    "Choir sings in the hall",
    "Harvest of apples begins",
    "Museum shows drawings",
)
TOLD = (
    (1, 0, "EIL: Explosion im Chemiewerk Torvik"),
    (2, 2, "BREAKING: Explosion at Torvik chemical works"),
    (3, 5, "Explosion at Torvik chemical works kills 3"),
    (4, 9, "Three dead after explosion at Torvik chemical works"),
    (5, 11, "Torvik chemical works explosion: three dead, 20 hurt"),
    (6, 15, "Explosion rocks Torvik chemical works, dead and injured"),
    (7, 18, "Torvik: explosion at chemical works leaves three dead"),
    (8, 22, "Chemical works explosion in Torvik kills three workers"),
    (9, 25, "Torvik chemical works explosion: what we know"),
    (10, 26, "Blast at Torvik chemical works: three killed"),
    (11, 28, "Explosion in Torvik chemical works kills at least 3"),
    (2, 40, "UPDATE 1: Explosion at Torvik chemical works, toll rises to 5"),
)
"""By which paper, how many minutes on, and its headline."""


class Restarted(Poller):
    """A poller whose every batch is another process's."""

    def come(self, source_id: int, *entries: Entry, minutes: int = 0) -> tuple[Alert, ...]:
        """What a source brings so many minutes on, and the alerts of it."""
        now = NOW + 60 * minutes
        grouping, desk = Grouping(self.connection), Newsdesk(self.connection, self.settings)
        before = last_id(self.connection)
        (arrival,) = file(self.connection, [(source_id, Feed("", entries), 0)], now, grouping)
        edited = desk.edit({source_id: arrival.changes}, before, now)
        grouping.end()
        desk.tick(now)
        return edited.alerts


def test_an_event_is_one_story_and_one_alert_of_each_level_until_a_source_withdraws_it(
    tmp_path: Path,
) -> None:
    wire = Restarted(tmp_path, 12)
    for source in range(1, 13):
        wire.come(source, *(entry(title, minutes=600) for title in ROUTINE))
    levels = [
        (source, alert.level)
        for source, minutes, title in TOLD
        for alert in wire.come(
            source, entry(title, minutes=0, now=NOW + 60 * minutes, guid=title), minutes=minutes
        )
    ]
    assert levels == [(1, Level.URGENT), (3, Level.BULLETIN), (9, Level.FLASH)]
    stories = wire.connection.execute("SELECT DISTINCT story_id FROM article WHERE title LIKE '%Torvik%'")
    assert len(list(stories)) == 1
    killed = entry("KILL: Explosion at Torvik chemical works", minutes=0, now=NOW + 3_000, guid=TOLD[2][2])
    assert wire.come(3, killed, minutes=50) == ()
    row = wire.connection.execute("SELECT level, stage FROM story WHERE stage <> ''")
    assert row.fetchall() == [(0, "RETRACTED")]
