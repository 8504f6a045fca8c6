"""What the desk's acts do: why, rules, alerts, brief, changes, and the ticker's tape. Knows no key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.app.acts import Pane
from tui.cache import alerts
from tui.cache.tape import Item
from tui.config_values import SettingError, seconds_of
from tui.model import Level
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.app.screens.reader import Reader

HOUR = 3_600
REPLAYED = 400
"""Items of the tape that are shown once more at most."""
LOOKED_AT = 20_000
"""Rows in which an alert is looked for."""


def _why(reader: Reader, _: str) -> None:
    from tui.app.screens.why import WhyScreen

    target = reader.target
    article = reader.reading.article(target.id) if target else None
    if article is not None:
        why = reader.reading.desk.why(article.id)
        reader.app.push_screen(WhyScreen(article, why, reader.context.palette(), reader.context.now()))


def _watch(reader: Reader, query: str) -> None:
    from tui.app.screens.rules import suggestion

    target = reader.target
    suggested = suggestion(target.title) if target else ""
    reader.ask("rule for", partial(_rehearse, reader), given=query, value=suggested)


def _rehearse(reader: Reader, query: str) -> None:
    from tui.app.screens.rules import RulesScreen, saved
    from tui.model import Rule
    from tui.query import QueryError

    if not query.strip():
        return
    context = reader.context
    try:
        screen = RulesScreen(query.strip(), reader.reading.desk.rehearsed, context.palette(), context.now())
    except QueryError as error:
        reader.say(f"The query means nothing: {error}")
        return

    def chosen(rule: Rule | None) -> None:
        if rule is not None:
            reader.write(
                lambda _: reader.say(
                    "The rule is in the configuration and holds for what comes from now on."
                ),
                context.edit(saved(rule)),
            )

    reader.app.push_screen(screen, chosen)


def _alerts(reader: Reader, _: str) -> None:
    from tui.app.screens.alerts import AlertsScreen

    context = reader.context

    def chosen(article_id: int | None) -> None:
        if article_id is not None:
            open_article(reader, article_id)

    history = reader.reading.desk.history()
    screen = AlertsScreen(history, context.palette(), context.now(), partial(_snooze_story, reader))
    reader.app.push_screen(screen, chosen)


def _snooze_story(reader: Reader, story_id: int) -> None:
    until = reader.context.now() + 24 * HOUR
    reader.write(
        lambda _: reader.say("That story raises no alert for 24 hours."),
        partial(alerts.snooze, story_id=story_id, until=until),
    )


def _snooze(reader: Reader, time: str) -> None:
    now = reader.context.now()
    seconds = 0 if time == "off" else _seconds(reader, time, HOUR)
    if seconds is None:
        return
    said = "Alerts are told again." if not seconds else f"No alert for {time or '1h'}; :snooze off ends that."
    reader.write(lambda _: reader.say(said), partial(alerts.snooze, story_id=0, until=now + seconds))


def _brief(reader: Reader, time: str) -> None:
    from tui.app.screens.brief import show_brief
    from tui.desk.brief import begins

    now = reader.context.now()
    seconds = _seconds(reader, time, 0)
    if seconds is None:
        return
    show_brief(reader, now - seconds if seconds else begins(reader.reading.desk.left_at(), now))


def _changes(reader: Reader, _: str) -> None:
    from tui.pages.changes import changes

    target = reader.target
    article = reader.reading.article(target.id) if target else None
    if article is None:
        return
    read_at = reader.deskwatch.opened.get(article.id)
    earlier = reader.reading.desk.earlier_text(article.id, read_at)
    found = changes(article, earlier, reader.context.now())
    if isinstance(found, str):
        reader.say(found)
        return
    reader.article = article
    reader.story.show(found)
    reader.give_keys(Pane.STORY)


def _to_alert(reader: Reader, step: int) -> None:
    window, rows = reader.reading.window, reader.rows(Pane.HEADLINES)
    index = rows.cursor + step
    for _ in range(LOOKED_AT):
        if not 0 <= index < len(window):
            break
        row = window.row(index)
        if row is not None and row.level > Level.ROUTINE:
            rows.move(index)
            return
        index += step
    reader.say("No alert above here." if step < 0 else "No more alerts in this list.")


def _pause_ticker(reader: Reader, _: str) -> None:
    tape = reader.tape
    if tape.paused or tape.stepped:
        tape.run()
        reader.say("The ticker runs on.")
    else:
        tape.paused = True
        reader.say("The ticker holds.")


def _scroll_ticker(reader: Reader, _: str) -> None:
    reader.scroll_ticker(not reader.tape.scrolls)
    reader.say("The ticker scrolls." if reader.tape.scrolls else "The ticker flips.")


def _tape_back(reader: Reader, _: str) -> None:
    found = reader.reading.desk.tape_before(reader.tape.shown)
    _step(reader, found[-1] if found else None, "The tape begins here.")


def _tape_on(reader: Reader, _: str) -> None:
    shown = reader.tape.shown
    found = reader.reading.desk.tape_after(shown) if shown else []
    if found:
        _step(reader, found[0], "")
    else:
        reader.tape.run()
        reader.say("The tape ends here; the ticker runs on.")


def _step(reader: Reader, item: Item | None, otherwise: str) -> None:
    if item is None:
        reader.say(otherwise)
    else:
        reader.tape.step(item)


def _ticker_story(reader: Reader, _: str) -> None:
    if reader.tape.shown is None:
        reader.say("The ticker shows nothing yet.")
    else:
        open_article(reader, reader.tape.shown.article_id)


def _replay(reader: Reader, time: str) -> None:
    seconds = _seconds(reader, time, HOUR)
    if seconds is None:
        return
    items = reader.reading.desk.tape_since(reader.context.now() - seconds, REPLAYED)
    reader.tape.run(items)
    reader.tape.flip()
    reader.say(f"The tape of the last {time or '1h'}: {len(items)} items.")


def open_article(reader: Reader, article_id: int) -> None:
    """Open an article wherever it stands: in the list that is shown, or else by itself."""
    index = reader.reading.window.index_of(article_id)
    if index is not None:
        reader.rows(Pane.HEADLINES).move(index)
        reader.show_article(index)
    else:
        reader.show_by_itself(article_id)


def _seconds(reader: Reader, time: str, otherwise: int) -> int | None:
    if not time:
        return otherwise
    try:
        return seconds_of(time)
    except SettingError as error:
        reader.say(f"The time {clean_line(str(error))}.")
        return None


DESK_ACTS: dict[str, Callable[[Reader, str], None]] = {
    "why": _why,
    "watch": _watch,
    "alerts": _alerts,
    "brief": _brief,
    "changes": _changes,
    "next-alert": lambda reader, _: _to_alert(reader, 1),
    "previous-alert": lambda reader, _: _to_alert(reader, -1),
    "snooze": _snooze,
    "pause-ticker": _pause_ticker,
    "scroll-ticker": _scroll_ticker,
    "tape-back": _tape_back,
    "tape-on": _tape_on,
    "ticker-story": _ticker_story,
    "replay": _replay,
}
