"""telex on a real terminal: what it shows, what it writes, how it ends."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sequences import strays
from telex_command import Home, entry
from terminals import Terminal

from tui.cache.database import connect, poller_pid
from tui.cache.sources import statuses
from tui.config import load
from tui.demo.tour import tour
from tui.model import Level, RuleAct

QUIET = "https://quiet.example/feed"
# Paused sources: a poller has nothing to do.
CONFIG = f'[[sources]]\nurl = "{QUIET}"\nname = "The Quiet Post"\ngroup = "Calm"\nenabled = false\n'
TELEX = (sys.executable, "-m", "tui")


@pytest.fixture
def polled(tmp_path: Path) -> Home:
    """A home with one paused source and 60 articles, the newest first by number."""
    home = Home(tmp_path)
    home.begin(CONFIG)
    home.store(
        QUIET,
        *(
            entry(
                f"g{n}",
                f"Headline number {n:02}",
                text=f"Text of {n:02}. " + "Calm words. " * 200,
                age=n * 60 + 30,
            )
            for n in range(60)
        ),
    )
    return home


@pytest.fixture
def quiet(polled: Home) -> Iterator[Home]:
    """The same without a poller, which takes as long to start as the app: what happens is the app's own."""
    with polled.unpolled():
        yield polled


def opened(home: Home, *, columns: int = 80, lines: int = 24, **environ: str) -> Terminal:
    return Terminal(TELEX, columns=columns, lines=lines, environ=home.environ(**environ), cwd=home.folder)


@pytest.fixture
def screen(quiet: Home) -> Iterator[Terminal]:
    """telex at rest at 80×24 with its list on screen."""
    with opened(quiet) as terminal:
        terminal.sees("Headline number 00")
        terminal.rest()
        yield terminal


@pytest.fixture
def polled_screen(polled: Home) -> Iterator[Terminal]:
    """The same with a poller at work, which has nothing to do."""
    with opened(polled) as terminal:
        terminal.sees("Headline number 00")
        terminal.until(lambda: bool(poller_pid(polled.cache / "poller.lock")), "a poller is at work")
        terminal.rest()
        yield terminal


def read_state(home: Home, guid: str) -> tuple[bool, bool]:
    connection = connect(home.cache / "telex.db")
    row = connection.execute("SELECT read, starred FROM article WHERE guid = ?", (guid,)).fetchone()
    connection.close()
    assert row is not None
    return bool(row[0]), bool(row[1])


def restored(output: bytes) -> bool:
    tail = output[-400:]
    return all(code in tail for code in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l"))


# What it writes


def test_an_idle_screen_writes_nothing(polled_screen: Terminal) -> None:
    before = len(polled_screen.output)
    end = time.monotonic() + 3
    while time.monotonic() < end:
        polled_screen.pump(0.2)
    assert len(polled_screen.output) == before


def test_a_start_writes_few_screens(quiet: Home) -> None:
    with opened(quiet) as terminal:
        terminal.sees("Headline number 00")
        terminal.rest()
        assert len(terminal.output) < 30_000  # a full screen takes 4,300; Textual draws it up to six times


# What the keys do


def test_opening_shows_the_story_and_marks_it_read(screen: Terminal, quiet: Home) -> None:
    screen.type("j\r")
    screen.sees("Text of 01")
    screen.sees("59 unread")
    assert read_state(quiet, "g1") == (True, False)


def test_keys_typed_on_wait_for_the_screen_that_they_are_for(screen: Terminal) -> None:
    # In one piece, as a slow link delivers them: help and triage are opened and left.
    screen.type("?jqtqj\r")
    screen.sees("Text of 01")
    screen.sees("59 unread")


def test_space_reads_to_the_end_and_then_the_next_unread(screen: Terminal) -> None:
    screen.type(" ")
    screen.sees("Text of 00")
    for _ in range(6):
        screen.type(" ")
        screen.rest(0.2)
        if "Text of 01" in screen.text:
            break
    screen.sees("Text of 01")


def test_a_star_is_in_the_cache_when_it_is_on_the_screen(screen: Terminal, quiet: Home) -> None:
    screen.type("s")
    screen.sees("1 article starred")
    assert read_state(quiet, "g0") == (False, True)


def test_marking_the_list_read_is_undone_by_one_key(screen: Terminal, quiet: Home) -> None:
    screen.type("A")
    screen.sees(" 0 unread")
    assert read_state(quiet, "g59")[0]
    screen.type("u")
    screen.sees("60 unread")
    assert not read_state(quiet, "g59")[0]


def test_marking_the_list_read_leaves_what_came_after_it_was_shown(screen: Terminal, quiet: Home) -> None:
    quiet.store(QUIET, entry("late", "A late headline", age=0))
    screen.sees("1 new")
    screen.type("A")
    screen.sees("1 unread")
    assert not read_state(quiet, "late")[0]


def test_an_arrival_is_counted_and_moves_neither_list_nor_story(screen: Terminal, quiet: Home) -> None:
    screen.type("jjj")
    screen.rest()
    rows = screen.text.splitlines()[2:22]
    quiet.store(QUIET, entry("late", "A late headline", age=0))
    screen.sees("1 new, . shows")
    assert [line[26:] for line in screen.text.splitlines()[2:22]] == [line[26:] for line in rows]
    screen.type(".")
    screen.until(
        lambda: "A late headline" in "\n".join(screen.text.splitlines()[2:22]), "the arrival is listed"
    )
    screen.type("\r")
    screen.sees("Text of 03")


def test_a_search_narrows_the_list_and_q_widens_it_again(screen: Terminal) -> None:
    screen.type('/"number 42"\r')
    screen.sees('All articles / "number 42"')
    screen.misses("Headline number 01")
    screen.sees("Headline number 42")
    screen.type("q")
    screen.sees("Headline number 05")


def test_a_query_that_means_nothing_says_where(screen: Terminal) -> None:
    screen.type("/is:nonsense\r")
    screen.sees("is: takes one of")
    assert "Headline number 05" in screen.text


def test_the_help_names_the_keys_of_the_pane(screen: Terminal) -> None:
    screen.type("?")
    screen.sees("In the headlines pane")
    screen.type("q")
    screen.sees("Headline number 05")


def test_a_theme_is_switched_live_by_its_name(screen: Terminal) -> None:
    dark = screen.screen.buffer[5][60].bg
    screen.type(":theme paper\r")
    screen.sees('theme = "paper"')
    screen.until(lambda: screen.screen.buffer[5][60].bg != dark, "the list has another ground")


def test_the_palette_finds_an_act(screen: Terminal) -> None:
    screen.type("\x10")
    screen.rest(0.4)
    screen.type("mark-list")
    screen.sees("Mark the list read")
    screen.type("\r")
    screen.sees(" 0 unread")


def test_a_link_is_shown_and_copied_where_there_is_no_browser(screen: Terminal) -> None:
    screen.type("o")
    screen.sees("https://post.example/g0")
    assert b"\x1b]52;c;" in screen.output


def test_the_browser_gets_the_link_as_an_argument(quiet: Home) -> None:
    recorder = quiet.folder / "recorder"
    recorder.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$0.args"\n')
    recorder.chmod(0o700)
    with opened(quiet, BROWSER=str(recorder)) as terminal:
        terminal.sees("Headline number 00")
        terminal.type("o")
        arguments = quiet.folder / "recorder.args"
        terminal.until(lambda: arguments.exists() and arguments.read_text() != "", "the browser was called")
        assert arguments.read_text() == "https://post.example/g0\n"


@pytest.mark.parametrize(("columns", "lines"), [(40, 10), (80, 24), (120, 40), (200, 50)])
def test_every_size_shows_headlines_and_a_story(quiet: Home, columns: int, lines: int) -> None:
    with opened(quiet, columns=columns, lines=lines) as terminal:
        terminal.sees("Headline number 00")
        terminal.type("\r")
        terminal.sees("Text of 00")
        if columns >= 120:
            assert "Sources" in terminal.text
        else:
            terminal.misses("Sources")
        assert max(map(len, terminal.text.splitlines())) <= columns


def test_a_source_is_renamed_moved_paused_and_removed_by_keys(screen: Terminal, quiet: Home) -> None:
    screen.type("hjjj")
    screen.type("C\x15The Loud Post\r")
    screen.sees("Renamed to The Loud Post")
    screen.type("M\x15Noise\r")
    screen.sees("  Noise ")
    screen.type("p")
    screen.sees("is polled again")
    (source,) = load(quiet.config).sources
    assert (source.name, source.group, source.enabled) == ("The Loud Post", "Noise", True)
    screen.type("kC\x15Din\r")
    screen.sees("Renamed to Din")
    assert load(quiet.config).sources[0].group == "Din"
    screen.type("j")
    screen.type("Dn\r")
    screen.rest()
    assert load(quiet.config).sources
    screen.type("Dy\r")
    screen.sees("removed; its articles stay")
    assert load(quiet.config).sources == ()


def test_a_site_is_subscribed_to_by_its_address_and_a_look_at_its_headlines(polled: Home) -> None:
    with tour(20.0) as (demo, _):
        (feed, *_) = [source for source in load(demo).sources if source.name == "Verrany Press"]
        with opened(polled) as terminal:
            terminal.sees("Headline number 00")
            terminal.type(f"ha{feed.url.rpartition('/')[0]}/\r")
            terminal.sees("Enter subscribe")
            terminal.sees("a week)")
            terminal.type("\r")
            terminal.sees("Subscribed to Verrany Press")
            terminal.sees(" Verrany Press ")
    assert [source.url for source in load(polled.config).sources] == [QUIET, feed.url]


# Several at once


def test_a_mark_made_in_one_terminal_shows_in_the_other(quiet: Home) -> None:
    with opened(quiet) as one, opened(quiet) as two:
        one.sees("Headline number 00")
        two.sees("Headline number 00")
        one.type("A")
        two.sees(" 0 unread")
        two.type("u")
        one.sees("60 unread")


def test_another_poller_takes_over_when_one_dies(polled: Home) -> None:
    lock = polled.cache / "poller.lock"
    with opened(polled) as one, opened(polled) as two:
        two.until(lambda: bool(poller_pid(lock)), "a poller is at work")
        first = poller_pid(lock)
        assert first
        os.kill(first, signal.SIGKILL)
        two.until(lambda: poller_pid(lock) not in (None, 0, first), "another poller is at work")
        one.type("Q")
        assert one.wait() == 0
        two.until(lambda: bool(poller_pid(lock)), "a poller is at work after its app has left")


def test_the_poller_ends_with_its_app(polled: Home) -> None:
    lock = polled.cache / "poller.lock"
    with opened(polled) as terminal:
        terminal.until(lambda: bool(poller_pid(lock)), "a poller is at work")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
        end = time.monotonic() + 20
        while poller_pid(lock) is not None and time.monotonic() < end:
            time.sleep(0.05)
        assert poller_pid(lock) is None


# How it ends


def test_q_leaves_from_the_sources_pane_with_status_0(polled_screen: Terminal) -> None:
    polled_screen.type("qq")
    assert polled_screen.wait() == 0
    assert restored(polled_screen.output)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal_and_gives_its_status(polled_screen: Terminal, number: int) -> None:
    os.kill(polled_screen.pid, number)
    assert polled_screen.wait() == 128 + number
    assert restored(polled_screen.output)


def test_a_crash_restores_the_terminal_and_tells_where_the_report_is(quiet: Home) -> None:
    fault = (
        "import tui.app.act_functions as c, tui.cli; c.CARRIED_OUT['star'] = lambda *_: 1 / 0; tui.cli.main()"
    )
    with Terminal((sys.executable, "-c", fault), environ=quiet.environ(), cwd=quiet.folder) as terminal:
        terminal.sees("Headline number 00")
        terminal.type("s")
        assert terminal.wait() == 70
        assert restored(terminal.output)
        assert "crash" in terminal.text
        assert "Traceback" not in terminal.text
        assert "ZeroDivisionError" in "".join(
            path.read_text() for path in quiet.state.iterdir() if "crash" in path.name
        )


def test_a_terminal_that_goes_away_ends_the_app(polled: Home) -> None:
    terminal = opened(polled)
    terminal.sees("Headline number 00")
    os.close(terminal.master)
    end = time.monotonic() + 20
    while time.monotonic() < end:
        pid, status = os.waitpid(terminal.pid, os.WNOHANG)
        if pid:
            break
        time.sleep(0.05)
    assert pid, "the app lives on without a terminal"
    assert os.waitstatus_to_exitcode(status) in (129, -signal.SIGHUP)


def test_a_byte_that_is_no_utf_8_does_not_end_the_app(screen: Terminal) -> None:
    screen.type(b"\xe9\xff\x80")
    screen.rest(0.3)
    screen.type("?")
    screen.sees("In the headlines pane")


@pytest.mark.slow
def test_a_mark_that_another_process_keeps_from_being_written_is_told(screen: Terminal, quiet: Home) -> None:
    other = connect(quiet.cache / "telex.db")
    other.execute("BEGIN IMMEDIATE")
    screen.type("s")
    screen.sees("Not saved: ")
    assert read_state(quiet, "g0") == (False, False)
    other.execute("ROLLBACK")
    other.close()
    screen.type("s")
    screen.sees("1 article starred")
    assert read_state(quiet, "g0") == (False, True)


def test_an_interrupt_is_for_the_program_that_has_the_terminal(quiet: Home) -> None:
    # Interrupts also in the moments in which the terminal is given away and is taken back.
    between = (
        "import signal, tui.cli; from tui.app.terminal import TerminalDriver as driver\n"
        "give, take = driver.suspend_application_mode, driver.resume_application_mode\n"
        "driver.suspend_application_mode = lambda it: (give(it), signal.raise_signal(signal.SIGINT))\n"
        "driver.resume_application_mode = lambda it: (signal.raise_signal(signal.SIGINT), take(it))\n"
        "tui.cli.main()"
    )
    argv = (sys.executable, "-c", between)
    with Terminal(argv, environ=quiet.environ(), cwd=quiet.folder) as screen:
        screen.oracle = False  # the terminal writes what is typed while it is lent
        screen.sees("Headline number 00")
        screen.type("\r")
        screen.sees("Text of 00")
        # exec: dash loses an interrupt that comes while it starts a program of its own.
        screen.type("|sh -c 'echo $((40 + 2)) boats; exec sleep 600'\r")
        screen.until(lambda: b"42 boats" in screen.output, "the program runs")
        screen.type("\x03")
        screen.sees("[Enter]")
        screen.type("\x03\r")
        screen.sees("sh ended with status -2")
        screen.type("Q")
        assert screen.wait() == 0


def test_a_killed_app_has_kept_every_mark_that_it_showed(polled_screen: Terminal, polled: Home) -> None:
    polled_screen.type("s")
    polled_screen.sees("1 article starred")
    os.kill(polled_screen.pid, signal.SIGKILL)
    assert polled_screen.wait() == 128 + signal.SIGKILL
    assert read_state(polled, "g0") == (False, True)


def test_the_line_settings_are_as_before(screen: Terminal) -> None:
    screen.type("Q")
    screen.wait()
    flags = termios.tcgetattr(screen.master)[3]
    assert flags & termios.ECHO
    assert flags & termios.ICANON


# What cannot get in

HOSTILE = (
    "[bold]x[/] [/] [@click=app.quit]Read me[/]",
    "\x1b]52;c;UFdORUQ=\x07 clip",
    "\x1b[31mred\x1b[0m \x1b[2J wipe",
    "\x9b31m \x9d0;title\x9c c1",
    "\u202egnp.exe \u2066iso\u2069 \u200bzero",
    "z" + "\u0301" * 60,
    "bell \x07 del \x7f nul \x00",
    "lone \ud800 surrogate",
)


def test_no_escape_byte_of_a_feed_reaches_the_terminal(quiet: Home) -> None:
    """The titles go into the cache as they are: the gate at the screen must hold alone."""
    connection = connect(quiet.cache / "telex.db")
    source = statuses(connection)[0].id
    for place, title in enumerate(HOSTILE):
        raw = title.encode("utf-8", "replace").decode()
        now = int(time.time())
        connection.execute(
            "INSERT INTO article (source_id, guid, fingerprint, title, link, author, at, fetched, level)"
            " VALUES (?, ?, '', ?, 'https://x.example/', ?, ?, 0, ?)",
            (source, f"h{place}", raw, raw, now + 60 + place, int(Level.URGENT)),
        )
        connection.execute(
            "INSERT INTO body (article_id, lead, document) VALUES (last_insert_rowid(), ?, '[]')",
            (raw,),
        )
    connection.close()
    with opened(quiet, columns=120, lines=40) as terminal:
        terminal.sees("[bold]x[/]")
        for _ in HOSTILE:
            terminal.type("\rqj")
        terminal.rest(0.5)
        terminal.type("Q")
        assert terminal.wait() == 0
        assert strays(terminal.output) == []


# Keys


def test_a_count_moves_so_many_rows_and_a_sequence_goes_to_the_end(screen: Terminal) -> None:
    screen.type("5jo")
    screen.sees("https://post.example/g5")
    screen.type("Go")
    screen.sees("https://post.example/g59")
    screen.type("g")
    screen.sees("g…")
    screen.type("go")
    screen.sees("https://post.example/g0")


def test_the_help_is_searched_as_one_types(screen: Terminal) -> None:
    screen.type("?")
    screen.sees("In the headlines pane")
    screen.type("/whole scr")
    screen.sees("Draw the whole screen anew")
    screen.misses("Everywhere")
    screen.type("\x1b")
    screen.sees("In the headlines pane")


def test_the_command_line_tells_what_is_typed(screen: Terminal) -> None:
    screen.type(":mark-l")
    screen.sees("mark-list-read · Mark the list read")
    screen.type("\t\r")
    screen.sees(" 0 unread")


def test_another_preset_and_own_keys_are_obeyed(quiet: Home) -> None:
    keys = '[keys]\npreset = "emacs"\n[keys.headlines]\n"z" = ["star", "down"]\n'
    quiet.config.write_text(keys + CONFIG)
    with opened(quiet) as terminal:
        terminal.sees("Headline number 00")
        terminal.type("nz")
        terminal.sees("1 article starred")
        assert read_state(quiet, "g1") == (False, True)
        terminal.type("b")
        terminal.sees("https://post.example/g2")
        terminal.type("\x1b<b")
        terminal.sees("https://post.example/g0")
        terminal.type("\x18\x03")
        assert terminal.wait() == 0


def test_keys_that_clash_are_refused_with_both_lines(quiet: Home) -> None:
    quiet.config.write_text('[keys.all]\n"^X" = "star"\n"Ctrl-x" = "undo"\n' + CONFIG)
    with opened(quiet) as terminal:
        assert terminal.wait() == 2
        assert "config.toml:3: keys.all.Ctrl-x: is the same as ^X in line 2" in " ".join(
            terminal.text.split("\n")
        )


# Layout, jumps, triage


def test_a_pane_alone_and_wider_panes_are_kept(quiet: Home) -> None:
    with opened(quiet) as terminal:
        terminal.sees("Headline number 00")
        terminal.type("Z")
        terminal.misses("The Quiet Post   60")
        terminal.type("Z")
        terminal.sees("The Quiet Post   60")
        terminal.type("h+++")
        where = 24 + 3 * 4 + 1
        terminal.until(
            lambda: terminal.text.splitlines()[1].find("All articles") == where, "the pane is wider"
        )
        terminal.type("Q")
        terminal.wait()
    with opened(quiet) as terminal:
        terminal.sees("Headline number 00")
        terminal.until(
            lambda: terminal.text.splitlines()[1].find("All articles") == where, "the width is kept"
        )


def test_a_terminal_too_small_says_so_and_goes_on_when_it_grows(quiet: Home) -> None:
    with opened(quiet, columns=38, lines=9) as terminal:
        terminal.sees("telex needs 40×10 cells")
        terminal.resize(60, 15)
        terminal.sees("Headline number 00")


def test_back_and_marks_lead_to_where_one_has_been(screen: Terminal, quiet: Home) -> None:
    screen.type("5j`a\r")
    screen.sees("Text of 05")
    screen.type("qG\r")
    screen.sees("Text of 59")
    screen.type("\x0f")
    screen.misses("Text of 59")
    screen.type("gg'a")
    screen.rest()
    screen.type("o")
    screen.sees("https://post.example/g5")
    screen.type("'z")
    screen.sees("Nothing is marked as z; marked are a")
    screen.type("G''")
    screen.rest()
    screen.type("Q")
    assert screen.wait() == 0
    # Another session knows them too, and an editor on the configuration is obeyed when it is left.
    with opened(quiet, EDITOR="sed -i s/Quiet/Loud/") as terminal:
        terminal.sees("Headline number 00")
        terminal.type("'ao")
        terminal.sees("https://post.example/g5")
        terminal.type(",e")
        terminal.sees("The Loud")


def test_errors_are_walked_and_none_says_so(screen: Terminal) -> None:
    screen.type("e")
    screen.sees("No source fails.")
    screen.type("J")
    screen.sees(" The Quiet Post")
    screen.type("J")
    screen.sees("There is no source after this one.")


@pytest.mark.parametrize(("columns", "lines"), [(40, 10), (80, 24)])
def test_triage_takes_one_at_a_time_and_gives_back(quiet: Home, columns: int, lines: int) -> None:
    with opened(quiet, columns=columns, lines=lines) as terminal:
        terminal.sees("Headline number 00")
        terminal.type("t")
        terminal.sees("1 of 60")
        terminal.sees("Headline number 00")
        terminal.type(" ")
        terminal.sees("2 of 60")
        terminal.type("s")
        terminal.sees("3 of 60")
        terminal.type("n")
        terminal.sees("4 of 60")
        terminal.until(lambda: read_state(quiet, "g0") == (True, False), "read")
        terminal.until(lambda: read_state(quiet, "g1") == (False, True), "starred")
        assert read_state(quiet, "g2") == (False, False)
        terminal.type("u")
        terminal.sees("3 of 60")
        assert read_state(quiet, "g1") == (False, True)  # what was only kept is only shown again
        terminal.type("u")
        terminal.sees("2 of 60")
        terminal.until(lambda: read_state(quiet, "g1") == (False, False), "taken back")
        terminal.type("W")
        terminal.sees("3 of 60")
        terminal.until(lambda: len(load(quiet.config).rules) == 1, "the rule is there")
        terminal.type("u")
        terminal.sees("2 of 60")
        terminal.until(lambda: quiet.config.read_text() == CONFIG, "the rule is gone")
        terminal.type("\r")
        terminal.sees("Text of 01")


# Settings


def test_an_edit_outside_is_obeyed_and_a_wrong_one_is_told(screen: Terminal, quiet: Home) -> None:
    dark = screen.screen.buffer[5][60].bg
    quiet.config.write_text('theme = "paper"\n[keys.all]\n"~" = "help"\n' + CONFIG)
    screen.until(lambda: screen.screen.buffer[5][60].bg != dark, "the theme is another")
    screen.type("~")
    screen.sees("In the headlines pane")
    screen.type("q")
    quiet.config.write_text('theme = "paper"\nmeasure = 1\n' + CONFIG)
    screen.sees("config.toml:2: measure: must be")
    screen.type("~")
    screen.sees("In the headlines pane")


def test_a_source_added_outside_is_listed(screen: Terminal, quiet: Home) -> None:
    added = '[[sources]]\nurl = "https://new.example/"\nname = "The New One"\nenabled = false\n'
    quiet.config.write_text(CONFIG + added)
    screen.sees("The New One")


def test_a_theme_of_one_s_own_is_put_on_again_when_it_is_saved(quiet: Home) -> None:
    folder = quiet.config.parent / "themes"
    folder.mkdir()
    own = folder / "mine.toml"
    own.write_text('name = "mine"\nprimary = "#00ffff"\nbackground = "#000000"\nforeground = "#ffffff"\n')
    quiet.config.write_text('theme = "mine"\n' + CONFIG)
    with opened(quiet, COLORTERM="truecolor") as terminal:
        terminal.sees("Headline number 00")
        terminal.until(lambda: terminal.screen.buffer[5][60].bg == "000000", "black")
        terminal.rest(1)
        own.write_text(own.read_text().replace("#000000", "#000087"))
        terminal.until(lambda: terminal.screen.buffer[5][60].bg == "000087", "blue")


def test_settings_are_changed_by_keys_and_comments_stay(screen: Terminal, quiet: Home) -> None:
    quiet.config.write_text("# mine\n#ticker = true\n\n[poll]\n# often\n" + CONFIG)
    screen.rest(1.5)
    screen.type(",c/ticker\r")
    screen.sees("ticker: false")
    screen.type(b"\x1b[27uq")
    screen.misses("TELEX")
    assert quiet.config.read_text() == "# mine\n#ticker = true\nticker = false\n\n[poll]\n# often\n" + CONFIG
    screen.type(":bind ~ star\r")
    screen.sees("~ does star")
    screen.until(lambda: bool(load(quiet.config).keys.bindings), "the key is in the configuration")
    screen.rest(1.5)
    screen.type("~")
    screen.sees("1 article starred")


def test_all_of_the_configuration_is_changed_by_keys_alone_also_in_forty_columns(quiet: Home) -> None:
    text = f"# mine\n{CONFIG}# the end\n"
    quiet.config.write_text(text)
    with opened(quiet, columns=40, lines=10) as screen:
        screen.sees("Headline number 00")
        screen.type(":settings measure\r")
        screen.sees("measure            72")
        screen.type("\r\x1512\r")
        screen.sees("measure must be a whole number from 20")
        assert quiet.config.read_text() == text
        screen.type("\x1560\r")
        screen.sees("measure: 60")
        screen.type("u")
        screen.sees("Taken back.")
        assert quiet.config.read_text() == text
        screen.type("\x1b[27u/add a rule\r")
        screen.sees("What it looks for")
        screen.type("ferry\r")
        screen.sees("Settings: rule ferry")
        screen.type("j\r\x15mu\t\r")
        screen.sees("act: mute")
        screen.type("p")
        screen.sees("Paused.")
        (rule,) = load(quiet.config).rules
        assert (rule.query, rule.act, rule.enabled) == ("ferry", RuleAct.MUTE, False)
        screen.type("G\r")
        screen.sees("Taken out.")
        assert quiet.config.read_text() == text
        screen.type("/add a key of\r")
        screen.sees("pane all")
        screen.type("\rNothing\r")
        screen.sees("no key is called Nothing")
        screen.type("\x15~\rstar\r")
        screen.sees("Added.")
        screen.type("\x1b[27u/~\r\x15starr\r")
        screen.sees("no act is called")
        assert load(quiet.config).keys.bindings[0].lines == ("star",)


def test_what_a_source_has_is_changed_from_the_sources_and_seen_when_edited_outside(
    screen: Terminal, quiet: Home
) -> None:
    screen.type("gsG")
    screen.sees("The Quiet Post")
    screen.type("i")
    screen.sees("Settings: source The Quiet Post")
    screen.type("/weight\r\x153\r")
    screen.sees("weight: 3")
    assert load(quiet.config).sources[0].weight == 3
    quiet.config.write_text(CONFIG.replace("The Quiet Post", "The Loud Post") + "weight = 5\n")
    screen.sees("Settings: source The Loud Post")
    screen.sees("weight             5")


def test_a_folder_that_is_added_stands_in_the_sources_at_once_and_goes_with_its_rows(
    screen: Terminal, quiet: Home
) -> None:
    screen.type(",c/add a folder\rSea\r\x15number\r")
    screen.sees("Settings: folder Sea")
    screen.type("qq")
    screen.sees("Sea")
    screen.until(lambda: bool(re.search(r"Sea +60", screen.text)), "its unread are counted")
    quiet.config.write_text("stories = false\n" + CONFIG)
    screen.misses("Sea")


def test_the_cursor_of_a_list_over_the_reader_leaves_no_trail(screen: Terminal) -> None:
    screen.type("?")
    screen.sees("Help: the keys")
    for _ in range(2):
        screen.type("j")
        screen.rest()
    look = [(cells[30].bg, cells[30].reverse) for _, cells in sorted(screen.screen.buffer.items())][1:-1]
    assert look[1] == look[3] != look[2]


def shows(screen: Terminal, text: str) -> bool:
    return screen.text == text


def test_the_key_that_redraws_does_so_wherever_the_keys_go(screen: Terminal) -> None:
    for keys, words, leave in (
        ("?", "Help: the keys", "q"),
        ("t", "1 of 60", "q"),
        ("/", "All articles", "\x1b[27u"),
    ):
        screen.type(keys)
        screen.sees(words)
        screen.rest()
        shown = screen.text
        screen.screen.reset()
        screen.type("\x0c")
        screen.until(partial(shows, screen, shown), "every cell is sent again")
        screen.type(leave)
        screen.misses("Help: the keys")
        screen.rest()


def test_a_list_is_sorted_the_other_way_round(screen: Terminal) -> None:
    screen.type(",s")
    screen.sees("sort by")
    screen.type("old\t\r")
    screen.sees("Sorted by oldest")
    screen.type("ggo")
    screen.sees("https://post.example/g59")


def test_a_locale_without_utf_8_gets_plain_signs(quiet: Home) -> None:
    with opened(quiet, LANG="C") as terminal:
        terminal.sees(" o now The Quiet Post Headline number 00")


def test_no_colour_means_none(quiet: Home) -> None:
    with opened(quiet, NO_COLOR="1", COLORTERM="truecolor") as terminal:
        terminal.sees("Headline number 00")
        terminal.type("j")
        terminal.rest()
        found = re.findall(rb"\x1b\[([0-9;]*)m", terminal.output)
        sent = {each for codes in found for each in codes.split(b";")}
        assert sent <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"22", b"23", b"24", b"27"}
        assert b"7" in sent


def test_a_terminal_of_sixteen_colours_gets_no_others(quiet: Home) -> None:
    with opened(quiet, TERM="xterm") as terminal:
        terminal.sees("Headline number 00")
        terminal.rest()
        assert not re.search(rb"[34]8;[25];", terminal.output)


def test_the_terminal_s_own_cursor_stands_on_the_row(screen: Terminal) -> None:
    screen.type("3j")
    screen.rest()
    assert (screen.screen.cursor.y, screen.screen.cursor.x) == (5, 24)


def test_a_storm_of_resizes_and_a_stop_leave_the_screen_as_it_was(quiet: Home) -> None:
    with opened(quiet) as terminal:
        terminal.sees("Headline number 00")
        for columns, lines in [(130, 40), (41, 11), (200, 50), (60, 12), (80, 24)] * 3:
            terminal.resize(columns, lines)
            terminal.pump(0.01)
        terminal.sees("Headline number 19")
        terminal.type("j")
        terminal.rest()
        terminal.type("Q")
        assert terminal.wait() == 0
        assert restored(terminal.output)
