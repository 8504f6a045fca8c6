"""The sources pane's rows: what they are, how they are drawn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rich.segment import Segment

from tui.app.palette import Palette
from tui.cache.sources import Counted, Totals
from tui.model import SourceStatus
from tui.text import fit, width


class Kind(StrEnum):
    """What a row of the sources pane stands for."""

    ALL = "all"
    STARRED = "starred"
    LATER = "later"
    TAG = "tag"
    FOLDER = "folder"
    DISMISSED = "dismissed"
    GROUP = "group"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the sources pane: a list that can be opened."""

    kind: Kind
    name: str
    source_ids: tuple[int, ...]
    count: int
    """Unread articles; of the starred, put off, tagged and dismissed, all."""
    mark: str = " "
    """One character: ``!`` failing, ``↓`` being fetched, ``·`` waiting for its turn, ``‖`` paused."""
    fault: str = ""
    """What is wrong, in words."""
    url: str = ""
    """The address, of a source alone."""
    group: str = ""
    """The group that it is, or stands in."""
    paused: bool = False
    tag: str = ""
    query: str = ""
    """What a smart folder holds."""

    @property
    def identity(self) -> tuple[Kind, str, tuple[int, ...]]:
        """What makes it the same place after counts, or a source's name, have changed."""
        name = self.name if self.kind in (Kind.GROUP, Kind.TAG, Kind.FOLDER) else ""
        return self.kind, name, self.source_ids if self.kind is Kind.SOURCE else ()


def places(
    statuses: Sequence[SourceStatus],
    totals: Totals,
    tags: Sequence[tuple[str, int]],
    folders: Sequence[Counted] = (),
) -> list[Place]:
    """All rows: everything, what the user set apart, smart folders, then each group with its sources.

    What is put off, tagged or dismissed has a row only while there is any.
    """
    everything = tuple(status.id for status in statuses)
    rows = [
        Place(Kind.ALL, "All articles", everything, sum(status.unread for status in statuses)),
        Place(Kind.STARRED, "Starred", (), totals.starred),
    ]
    if totals.later:
        rows.append(Place(Kind.LATER, "Later", (), totals.later))
    rows += [Place(Kind.TAG, f"#{name}", (), count, tag=name) for name, count in tags if count]
    if totals.dismissed:
        rows.append(Place(Kind.DISMISSED, "Dismissed", (), totals.dismissed))
    rows += [Place(Kind.FOLDER, each.name, (), each.unread, query=each.query) for each in folders]
    groups: dict[str, list[SourceStatus]] = {}
    for status in statuses:
        groups.setdefault(status.group, []).append(status)
    for group, members in groups.items():
        if group:
            ids = tuple(member.id for member in members)
            rows.append(Place(Kind.GROUP, group, ids, sum(member.unread for member in members), group=group))
        rows.extend(
            Place(
                Kind.SOURCE,
                member.name,
                (member.id,),
                member.unread,
                _mark(member),
                member.error,
                member.url,
                group,
                paused=not member.enabled,
            )
            for member in members
        )
    return rows


def _mark(status: SourceStatus) -> str:
    if not status.enabled:
        return "‖"
    if status.state == "fetching":
        return "↓"
    if status.error:
        return "!"
    return "·" if status.state == "waiting" else " "


def paint(place: Place, cells: int, palette: Palette) -> list[Segment]:
    """The pieces of a row in ``cells`` cells: mark, name, count at the right."""
    count = f" {place.count}" if place.count else ""
    room = max(0, cells - 3 - width(count) - 1)
    of_news = place.kind in (Kind.ALL, Kind.FOLDER, Kind.GROUP, Kind.SOURCE)
    body = palette.unread if place.count and of_news else palette.read
    if place.kind is Kind.GROUP:
        body = palette.heading
    indent = "" if place.kind is not Kind.SOURCE else " "
    return [
        Segment(f" {place.mark}", palette.fault if place.fault else palette.dim),
        Segment(" ", body),
        Segment(f"{fit(indent + place.name, room)}{count} ", body),
    ]
