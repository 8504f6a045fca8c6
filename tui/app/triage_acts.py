"""What the acts of triage do: marks, later, tags, dismissing, undo and redo. Knows no key.

An act is done to the selection, or else to the open story or the headline under the cursor; always to
the ids of the moment in which the key was pressed, whatever arrives while the write waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from tui.app.acts import Pane
from tui.app.widgets.sources import Kind
from tui.cache import triage

if TYPE_CHECKING:
    from tui.app.reading import Finder
    from tui.app.screens.reader import Reader
    from tui.cache.database import Connection


_VANISHING = frozenset({"dismiss", "dismiss-for-good"})


def targets(reader: Reader) -> list[int]:
    """The articles that an act is done to now."""
    selection = reader.reading.selection
    if selection and reader.pane is Pane.HEADLINES:
        return selection.ids(reader.reading.window)
    target = reader.target
    return [target.id] if target else []


def mark(
    reader: Reader, act: str, article_ids: Iterable[int] | Finder, argument: str = "", *, say: bool = True
) -> None:
    """Do an act of ``cache.triage``; says so, unless ``say`` is off, once it is on disk.

    Articles that must be found are found on the writer's thread.
    """
    context = reader.context
    now, ids = context.now(), article_ids if callable(article_ids) else list(article_ids)
    if say:
        reader.reading.selection.clear()

    def done(result: triage.Act) -> None:
        _arrange(reader, result, undone=False)
        if say and not result.article_ids:
            reader.say("Nothing to change.")
        elif say:
            reader.say(f"{_told(reader, result)}; {reader.context.keymap().first('undo')} takes it back.")

    def write(connection: Connection) -> triage.Act:
        found = ids(connection) if callable(ids) else ids
        return triage.mark(connection, act, found, now=now, terminal=context.terminal, argument=argument)

    reader.write(done, write)


def _toggle(act: str, opposite: str) -> Callable[[Reader, str], None]:
    """``act`` where it changes any of the articles, else ``opposite``."""

    def carry_out(reader: Reader, _: str) -> None:
        if not (ids := targets(reader)):
            return
        # A row is read with its whole story; a star, and the wish to come back to it, are for its lead.
        whole = reader.reading.whole(ids) if act == "read" else ids
        if reader.reading.would_change(act, whole):
            mark(reader, act, whole)
        else:
            mark(reader, opposite, ids)

    return carry_out


def _later(reader: Reader, when: str) -> None:
    from tui.put_off import EXPECTED, NAMED, comes_back

    ids = reader.reading.whole(targets(reader))

    def answered(line: str) -> None:
        try:
            until = comes_back(line.strip() or NAMED[0], reader.context.now())
        except ValueError as error:
            reader.say(f"{error}; put it off until {EXPECTED}.")
            return
        mark(reader, "later", ids, str(until))

    if when:
        answered(when)
    elif ids and reader.reading.all_put_off(ids):
        mark(reader, "unlater", ids)
    elif ids:
        reader.ask(f"later until ({NAMED[0]})", answered, names=NAMED)


def _tag(reader: Reader, typed: str) -> None:
    ids = targets(reader)

    def answered(line: str) -> None:
        name = triage.tag_name(line)
        if not name:
            reader.say("A tag is a word; -word takes it away.")
            return
        takes = line.lstrip().startswith("-") or not reader.reading.would_change("tag", ids, name)
        mark(reader, "untag" if takes else "tag", ids, name)

    if typed:
        answered(typed)
    elif ids:
        reader.ask("tag", answered, names=reader.reading.tags())


def _dismiss(act: str) -> Callable[[Reader, str], None]:
    def carry_out(reader: Reader, _: str) -> None:
        if ids := reader.reading.whole(targets(reader)):
            mark(reader, "undismiss" if reader.reading.place.kind is Kind.DISMISSED else act, ids)

    return carry_out


def _step(reader: Reader, *, undone: bool) -> None:
    """Take back the last act, or do again what was taken back last."""
    step, said, opposite = (
        (triage.undo, "Taken back: {}; {} does it again.", "redo")
        if undone
        else (triage.redo, "Done again: {}; {} takes it back.", "undo")
    )

    def done(result: triage.Act | None) -> None:
        if result is None:
            reader.say(f"There is nothing to {'take back' if undone else 'do again'}.")
            return
        _arrange(reader, result, undone=undone)
        reader.say(said.format(_told(reader, result), reader.context.keymap().first(opposite)))

    context = reader.context
    reader.write(done, partial(step, now=context.now(), terminal=context.terminal))


def _arrange(reader: Reader, result: triage.Act, *, undone: bool) -> None:
    """Take what is dismissed now out of the list on screen, and put what is so no longer back in."""
    in_list = reader.reading.place.kind is not Kind.DISMISSED
    if result.act not in (*_VANISHING, "undismiss"):
        return
    window, rows = reader.reading.window, reader.rows(Pane.HEADLINES)
    cursor = rows.cursor
    dismissed = (result.act in _VANISHING) is not undone
    if dismissed is in_list:
        gone = window.drop(result.article_ids)
        cursor -= sum(place < cursor for place in gone)
        if reader.pane is Pane.STORY and reader.article and reader.article.id in result.article_ids:
            reader.give_keys(Pane.HEADLINES)
    else:
        back = window.put_back(result.article_ids)
        cursor = back[0] if back else cursor
    rows.rearrange(len(window), cursor)


def _told(reader: Reader, result: triage.Act) -> str:
    """An act in words, with how many articles it changed."""
    from tui.told import told

    return told(result.act, result.argument, len(result.article_ids), reader.context.now())


TRIAGE_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "toggle-read": _toggle("read", "unread"),
    "star": _toggle("star", "unstar"),
    "later": _later,
    "tag": _tag,
    "dismiss": _dismiss("dismiss"),
    "dismiss-for-good": _dismiss("dismiss-for-good"),
    "undo": lambda reader, _: _step(reader, undone=True),
    "redo": lambda reader, _: _step(reader, undone=False),
}
