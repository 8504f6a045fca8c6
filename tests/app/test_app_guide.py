"""The guide: what its steps choose, what comes of it in the configuration, and a first start through it."""

from __future__ import annotations

import sys
from pathlib import Path

from telex_command import Home
from terminals import Terminal
from textual.theme import BUILTIN_THEMES

from tui import config, paths
from tui.app.guide_acts import chosen, span
from tui.app.guide_steps import AlertsStep, Answers, KeysStep, SourcesStep
from tui.app.palette import palette
from tui.app.themes import extra_variables
from tui.catalogue import Feed
from tui.config import load
from tui.model import Level

THEME = BUILTIN_THEMES["textual-dark"]
PLAIN = palette({**extra_variables(THEME), **THEME.to_color_system().generate()})


def feed(name: str, country: str = "Verrany") -> Feed:
    return Feed(
        name,
        "News",
        "en",
        f"https://{name.lower()}.example/feed",
        f"https://{name.lower()}.example/",
        country,
        "VE",
    )


FEEDS = (feed("Post"), feed("Bay"), feed("Pier", "Lindenfurt"))


def text(step: SourcesStep | KeysStep | AlertsStep) -> list[str]:
    return ["".join(piece.text for piece in line) for line in step.lines(PLAIN)]


def test_a_country_is_taken_as_a_whole_and_given_back() -> None:
    step = SourcesStep(FEEDS, [FEEDS[2].url, "https://other.example/"])
    assert text(step)[0].endswith("Go on with 1 source")
    assert not step.take(1)
    assert text(step)[1].endswith("2 of 2")
    assert not step.take(2)
    assert step.chosen == {FEEDS[1].url, FEEDS[2].url}
    assert step.take(0)


def test_the_keys_under_the_cursor_are_shown_before_they_are_chosen() -> None:
    step = KeysStep("vim")
    assert step.look(2)
    assert " The keys of newsboat" in text(step)
    assert step.preset == "vim"
    step.take(2)
    assert text(step)[2].startswith(" (*) newsboat")


def test_quiet_hours_of_the_user_s_own_are_among_the_choices() -> None:
    step = AlertsStep(Level.BULLETIN, span((21 * 60 + 30, 360)))
    assert " (*) 21:30-06:00" in text(step)
    step.take(4)
    assert step.level is Level.FLASH


def test_what_was_chosen_is_written_and_every_comment_stays() -> None:
    before = paths.shipped("config.example.toml").read_text("utf-8")
    old = config.parse(before, "")
    urls = [source.url for source in old.sources]
    known = (*FEEDS, *(Feed("BBC", "News", "en", url, url, "GB", "GB") for url in urls[:2]))
    answers = Answers(frozenset({urls[0], FEEDS[0].url}), "mutt", Level.FLASH, "22:00-07:00")
    after = chosen(known, urls, answers)(before)
    new = config.parse(after, "")
    # The second was taken out; the third is not of the catalogue, and stays.
    assert [source.url for source in new.sources] == [urls[0], *urls[2:], FEEDS[0].url]
    assert (new.keys.preset, new.alerts.level, new.alerts.quiet) == ("mutt", Level.FLASH, (1320, 420))
    lost = [line for line in before.splitlines() if line.startswith("# ") and line not in after]
    assert not lost


def test_what_was_skipped_is_as_it_was() -> None:
    before = '# mine\n[[sources]]\nurl = "https://post.example/feed"\n'
    assert chosen(FEEDS, ["https://post.example/feed"], Answers(preset="vim"))(before).startswith(before)


def test_a_first_start_asks_three_things_and_can_be_skipped_step_by_step(tmp_path: Path) -> None:
    home = Home(tmp_path)
    argv = (sys.executable, "-m", "tui")
    environ = home.environ()
    with (
        home.unpolled(),  # it would ask the publishers that are chosen
        Terminal(argv, columns=40, lines=10, environ=environ, cwd=home.folder) as terminal,
    ):
        terminal.sees("1 of 3")
        # By the mouse: a click puts the cursor, a second one takes the line.
        for _ in range(2):
            terminal.type("\x1b[<0;5;4M\x1b[<0;5;4m")
        terminal.sees("Go on with 29")
        terminal.type("g" + "g\rq" + "jj\r" + "gg\r")
        terminal.sees("Written into")
        terminal.type("Q")
        assert terminal.wait() == 0
    settings = load(home.config)
    assert len(settings.sources) == 29
    assert settings.keys.preset == "vim"
    assert settings.alerts.level is Level.URGENT
    assert "# " in home.config.read_text()
