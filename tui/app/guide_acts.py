"""What the act of the guide does: asks, then writes what was chosen into the configuration. Knows no key."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.app.guide_steps import Answers
    from tui.app.screens.reader import Reader
    from tui.catalogue import Feed
    from tui.source_edits import TextEdit


def guide(reader: Reader, ended: Callable[[], None] = lambda: None) -> None:
    """Ask the three questions; ``ended`` is called when what was chosen is written, or all was skipped."""
    from tui.app.screens.guide import GuideScreen
    from tui.catalogue import catalogue

    feeds, context = catalogue(), reader.context
    chosen = [status.url for status in reader.reading.statuses.values()]
    before = context.alerts.level, span(context.alerts.quiet)

    def answered(answers: Answers | None) -> None:
        _write(reader, feeds, chosen, answers, ended)

    reader.app.push_screen(
        GuideScreen(feeds, chosen, context.keymap().preset, before, context.palette()), answered
    )


def _write(
    reader: Reader,
    feeds: Sequence[Feed],
    before: Sequence[str],
    answers: Answers | None,
    ended: Callable[[], None],
) -> None:
    from tui.app.guide_steps import Answers

    if answers is None or answers == Answers():
        reader.say(f"Nothing was changed; {reader.context.config} holds all settings.")
        ended()
        return

    def written(_: str) -> None:
        reader.say(
            f"Written into {reader.context.config.name}; your sources are being polled. ? shows the keys."
        )
        reader.show_new_list()
        ended()

    change = chosen(feeds, before, answers)
    reader.write(written, reader.context.edit(change))


def chosen(feeds: Sequence[Feed], before: Sequence[str], answers: Answers) -> TextEdit:
    """The edit of a configuration with the sources ``before`` that makes it what was chosen.

    Sources that are none of the catalogue's, and every comment, stay.
    """
    from tui.config_edit import add_sources, remove_source
    from tui.config_set import set_value
    from tui.model import Source

    def change(text: str) -> str:
        if answers.urls is not None:
            for url in before:
                if url not in answers.urls and any(url == feed.url for feed in feeds):
                    text = remove_source(text, url)
            added = [feed for feed in feeds if feed.url in answers.urls and feed.url not in before]
            text = add_sources(text, [Source(each.url, each.name, each.group) for each in added])
        values = {
            ("keys", "preset"): answers.preset,
            ("alerts", "level"): answers.level and answers.level.name,
            ("alerts", "quiet"): answers.quiet,
        }
        for place, value in values.items():
            if value is not None:
                text = set_value(text, place, json.dumps(value))
        return text

    return change


def span(quiet: tuple[int, int] | None) -> str:
    """Quiet hours as the configuration writes them."""
    if quiet is None:
        return ""
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in quiet)


GUIDE_ACTS: dict[str, Callable[[Reader, str], None]] = {"guide": lambda reader, _: guide(reader)}
