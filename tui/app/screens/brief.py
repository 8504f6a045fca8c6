"""The brief: what happened since a time, on one screen in which triage works. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment

from tui.ages import clock
from tui.app.palette import Palette
from tui.app.screens.overlay import Overlay
from tui.desk.brief import about, heading, staged
from tui.model import Level
from tui.newsroom import Brief, Told

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader

ACTS = {
    "toggle-read": "read",
    "star": "star",
    "later": "later",
    "dismiss": "dismiss",
    "dismiss-for-good": "dismiss-for-good",
}
"""The acts of triage that work in it, by what each does to a story's articles."""


def lines_of(told: Told, palette: Palette, now: int) -> list[list[Segment]]:
    """A story in two lines: level and headline; who has it and what changed."""
    body = palette.read if told.read else palette.unread
    mark = f"{'*' if told.starred else ' '}{' ' if told.read else '•'} "
    pieces = [Segment(mark, body), Segment(f"{clock(told.moved_at, now):>6} ", palette.dim)]
    if told.level > Level.ROUTINE:
        pieces.append(Segment(f"{told.level.name} ", palette.level(told.level)))
    if stage := staged(told):
        pieces.append(Segment(stage, palette.fault))
    pieces.append(Segment(told.title, body))
    return [pieces, [Segment(f"          {about(told, now)}", palette.dim)]]


class BriefScreen(Overlay[int]):
    """One row for a story; Enter opens it, the keys of triage mark all of its articles."""

    def __init__(self, reader: Reader, brief: Brief, palette: Palette, now: int) -> None:
        self._reader, self._palette, self._now = reader, palette, now
        self._stories = [told for told in brief.stories for _ in range(2)]
        lines = [line for told in brief.stories for line in lines_of(told, palette, now)]
        if not lines:
            lines = [[Segment(" Nothing has come since then.", palette.text)]]
        marks = ((act, words) for act, words in ACTS.items() if act != "dismiss-for-good")
        keys = (("open", "open"), *marks, ("leave", "back"))
        super().__init__(heading(brief, now), keys, lines, palette, folds=True)

    def taken(self, index: int) -> int | None:
        """The lead of the story that the line belongs to."""
        return self._stories[index].article_id if self._stories else None

    def _do(self, act: str, count: int) -> None:
        if act not in ACTS or not self._stories:
            super()._do(act, count)
            return
        from tui.app.triage_acts import mark

        told = self._stories[self.at]
        what = ACTS[act]
        if act == "later":
            from tui.put_off import NAMED, comes_back

            mark(self._reader, what, told.article_ids, str(comes_back(NAMED[0], self._now)), say=False)
        else:
            ids, reading = told.article_ids, self._reader.reading
            opposite = {"read": "unread", "star": "unstar"}.get(what, what)
            mark(self._reader, what if reading.would_change(what, ids) else opposite, ids, say=False)
        first = self._stories.index(told)
        word = {"dismiss-for-good": "dismissed", "dismiss": "dismissed"}.get(what, what)
        note = Segment(f"  {word}", self._palette.star)
        self.replace_line(first, [*lines_of(told, self._palette, self._now)[0], note])


def show_brief(reader: Reader, since: int, *, unasked: bool = False) -> bool:
    """Show the brief since a time; ``unasked``: only where it has a story to tell. Says whether it did."""
    from tui.app.desk_acts import open_article

    brief = reader.reading.desk.brief(since)
    if unasked and not any(told.level or told.publishers > 1 for told in brief.stories):
        return False

    def chosen(article_id: int | None) -> None:
        if article_id is not None:
            open_article(reader, article_id)

    context = reader.context
    reader.app.push_screen(BriefScreen(reader, brief, context.palette(), context.now()), chosen)
    return True
