"""What the acts on stories do: rows, views of sources, ledes, splitting and joining. Knows no key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.app.acts import Pane
from tui.app.jump_acts import here
from tui.app.triage_acts import mark, targets
from tui.cache import story_edits

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader
    from tui.cache.database import Connection
    from tui.cache.story_edits import Moved

OFFERED = 60
"""Rows above and below the cursor whose headlines are offered as stories to join."""


def _toggle(reader: Reader, _: str) -> None:
    reading = reader.reading
    reading.stories = not reading.stories
    reader.release()
    reader.say("Each row is a story." if reading.stories else "Each row is an article.")


def _view(reader: Reader, step: int) -> None:
    target = reader.target
    if target is None:
        return
    views = reader.reading.views(target.id)
    if len(views) < 2:
        reader.say("No other source has this story.")
        return
    place = next((number for number, view in enumerate(views) if view.id == target.id), 0)
    if reader.pane is Pane.STORY:
        place += step * (reader.count or 1)
    if not 0 <= place < len(views):
        reader.say("That was the last of them." if step > 0 else "This was the first of them.")
        return
    reader.trail.leave(here(reader))
    reader.show_by_itself(views[place].id)
    if not views[place].read:
        mark(reader, "read", [views[place].id], say=False)


def _ledes(reader: Reader, _: str) -> None:
    from tui.app.story_blocks import ledes

    target = reader.target
    article = reader.reading.article(target.id) if target else None
    if article is None:
        return
    reader.article = article
    head, columns = ledes(reader.reading.views(article.id))
    reader.story.show(head, columns=columns)
    reader.give_keys(Pane.STORY)


def _split(reader: Reader, _: str) -> None:
    def done(moved: Moved | None) -> None:
        if moved is None:
            reader.say("This article is the whole story already.")
        else:
            reader.release()
            reader.say("Split off: it stays a story of its own; u takes it back.")

    if (target := reader.target) is not None:
        reader.write(done, partial(_hand(reader, story_edits.split), article_id=target.id))


def _join(reader: Reader, typed: str) -> None:
    ids = targets(reader)
    if not ids:
        return
    if not typed and len(ids) > 1:
        _give(reader, ids[1:], reader.reading.story_of(ids[0]))
        return
    offered = _offered(reader, ids)

    def answered(line: str) -> None:
        number = line.strip().removeprefix("story:")
        _give(
            reader, ids, int(number) if number.isascii() and number.isdigit() else offered.get(line.strip())
        )

    reader.ask("join the story", answered, given=typed, names=list(offered))


def _offered(reader: Reader, ids: list[int]) -> dict[str, int]:
    """The stories around the cursor by their headlines, the nearest first."""
    window, cursor = reader.reading.window, reader.rows(Pane.HEADLINES).cursor
    rows = sorted(range(max(0, cursor - OFFERED), cursor + OFFERED), key=lambda index: abs(index - cursor))
    found: dict[str, int] = {}
    for index in rows:
        headline = window.row(index) if index < len(window) else None
        story = reader.reading.story_of(headline.id) if headline and headline.id not in ids else None
        if headline is not None and story is not None:
            found.setdefault(headline.title, story)
    return found


def _give(reader: Reader, ids: list[int], story_id: int | None) -> None:
    if story_id is None:
        reader.say("No story is called so: type its headline as the list has it, or its number.")
        return

    def write(connection: Connection) -> list[Moved]:
        give = _hand(reader, story_edits.join)
        moved = (give(connection, article_id=each, story_id=story_id) for each in ids)
        return [each for each in moved if each is not None]

    def done(moved: list[Moved]) -> None:
        reader.reading.selection.clear()
        reader.release()
        joined = "1 article" if len(moved) == 1 else f"{len(moved)} articles"
        reader.say(f"{joined} joined for good; u takes it back." if moved else "Nothing to join.")

    reader.write(done, write)


def _hand(reader: Reader, act: Callable[..., Moved | None]) -> Callable[..., Moved | None]:
    return partial(act, now=reader.context.now(), terminal=reader.context.terminal)


GROUPING_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "stories": _toggle,
    "next-view": lambda reader, _: _view(reader, 1),
    "previous-view": lambda reader, _: _view(reader, -1),
    "ledes": _ledes,
    "split": _split,
    "join": _join,
}
"""By the acts' ids."""
