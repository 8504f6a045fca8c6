"""What a terminal is told, whatever a publisher sends (goals 1, 2 and 4)."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import select
import subprocess
import sys
import termios
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import payloads
import pytest
from figures import record
from hostile_desk import PAST, alert, configure, past_the_border, poll, publish
from sequences import strays
from serving import publishing
from telex_command import Home
from terminals import Terminal

from tui.cache.database import connect
from tui.text import clean_line

# "q" leaves lists, and telex from the first pane: not here.
# Every list laid over, every line that asks, every verb on an article; the story pane from top to end.
TOUR = (
    "O", "O", "\r", "  ", "G", "L\x1b", "f", "Y", "y", "d\x1b", "=\x1b", "cend\r", "n", "\x1b", "S",
    "|cat\r", ",l", ",p", ",d", "w\x1b", "W\r\x1b\x1b", "!\x1b", "b\x1b", "t\x20\x20\x1b", "?/K\x1b\x1b",
    "\x10x\x1b\x1b", ",c\x1b", "T", ":theme telex\r", "s", "m", "#owned\r", "z\x1b", "ztomorrow\r", "x",
    "u", "\x12", "vj", "V\r", "P", "{", "{", "}", ";", "\x1b", "]", "[", "/title:K\t\r", "\x1b",
    '/"\x1b[31m\r', "\x1b", "e", "e", "E", "gs", "C\x1b", "M\x1b", "j", "p", "D\x1b", "gn", "J", "K",
    "gh", ":watch K\r\x1b\x1b", ":replay 3h\r", "+", "Z", "Z", "I\x1b", "i\x1b", ">", "<", "A", "u", ".",
    "\x0f", "1", "\x0c", "\x1b",
)  # fmt: skip
ESCAPE = "\x1b[27u"
"""The key, as kitty's protocol has it."""
VERBS = """\
list --limit 0\nlist --json --limit 0\nsearch end\nshow 1\nshow {past} --format text
show {past} --format markdown\nshow {past} --format html\nshow {past} --format json
sources\nsources --json\nsources --audit
tail --no-follow --since 1d\ntail --no-follow --since 1d --json\ntail --no-follow --since 1d --level urgent
brief --since 2d\nbrief --markdown\nbrief --json\nledger\nledger --json\nstatus\nstatus --tmux\nstatus --json
mark star --id {past}\nundo\nredo\njournal\njournal --json\npurge --dry-run\nexport\nexport --as jsonl
backup -\ndoctor\ndoctor --json\nremove \x1b]0;x\x07\nlist source:\x1b[31m\nedit \u202ex
--config \x1b[31m list\nhelp query\nman\ncompletion bash"""


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Home]:
    """A home whose cache holds all kinds, through the border and past it; the publisher is there still."""
    home = Home(tmp_path)
    async with publishing() as publisher:
        publish(publisher)
        configure(home, publisher)
        said = await poll(home)
        assert strays(said.encode(), bell=False) == []
        past_the_border(home, publisher.url("/rss"))
        yield home


def past(home: Home, number: int = 7) -> int:
    connection = connect(home.cache / "telex.db")
    row = connection.execute("SELECT id FROM article WHERE guid = ?", (f"past{number}",)).fetchone()
    connection.close()
    assert row is not None
    return int(str(row[0]))


def toured(home: Home, rounds: int, columns: int, lines: int, rings: int = 10, **environ: str) -> bytes:
    """Everything that telex writes on a tour of its views, on other articles in each round."""
    argv, environ = (sys.executable, "-m", "tui"), home.environ(ESCDELAY="20", **environ)
    with Terminal(argv, columns=columns, lines=lines, environ=environ, cwd=home.folder) as terminal:
        terminal.sees(PAST)
        connection = connect(home.cache / "telex.db")
        alert(connection, past(home, rings), f"{PAST} rings {payloads.KINDS['notifications']}")
        connection.close()
        terminal.until(lambda: b"\x1b]2;FLASH" in terminal.output, "the alert is on the window")
        for at in range(rounds):
            for keys in TOUR:
                # Not the byte alone: on a busy machine it and the key after it are one.
                terminal.type(keys if "[31m" in keys else keys.replace("\x1b", ESCAPE))
                terminal.rest(0.05)
            terminal.type("gh" + "j" * (7 * at + 5))
        for _ in range(rounds * 12):
            terminal.type("gj")
            terminal.rest(0.03)
        terminal.type("Q")
        assert terminal.wait() == 0, terminal.text
    return terminal.output


def verbs(home: Home, all_of: Sequence[Sequence[str]]) -> bytes:
    """What verbs write to a terminal, one after the other in one process."""
    program = (
        "import sys, json\nfrom tui.cli import run\n"
        "for argv in json.load(open(sys.argv[1])):\n"
        "    try:\n        run(argv)\n    except SystemExit:\n        pass\n"
    )
    given = home.folder / "verbs.json"
    given.write_text(json.dumps(all_of))
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    written = b""
    with subprocess.Popen(
        [sys.executable, "-c", program, str(given)],
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=home.environ(), cwd=home.folder,
    ):  # fmt: skip
        os.close(theirs)
        while select.select([ours], [], [], 60)[0]:
            try:
                written += os.read(ours, 65_536)
            except OSError:
                break
    os.close(ours)
    return written


async def test_no_strange_byte_reaches_a_terminal_from_any_view_or_verb(desk: Home) -> None:
    """And the titles that came through the border are those that were sent, cleaned; nothing is done."""
    output = await asyncio.to_thread(toured, desk, 1, 120, 40, TERM="xterm-kitty")
    told = await _told(desk)
    titles = {
        str(row[0])
        for row in connect(desk.cache / "telex.db").execute(
            "SELECT title FROM article WHERE guid LIKE '%-json'"
        )
    }
    assert titles == {clean_line(payloads.marked(kind)) for kind in payloads.KINDS}
    _harmless(desk, output)
    count = len(output) + len(told)
    what = "strange bytes in all views, verbs, notifications and the log"
    record(1, what, f"0 of {count:,} bytes, {len(payloads.KINDS)} kinds of payload")


@pytest.mark.slow
async def test_no_strange_byte_reaches_terminals_of_any_kind(desk: Home) -> None:
    kinds: tuple[tuple[int, int, dict[str, str]], ...] = (
        (120, 40, {"TERM": "xterm-kitty"}),
        (80, 24, {"TMUX": "/tmp/tmux,1,0", "TERM": "tmux-256color", "COLORTERM": "truecolor"}),
        (200, 50, {"STY": "1.x", "TERM": "screen"}),
        (40, 10, {"LANG": "C", "NO_COLOR": "1", "TERM": "xterm"}),
        (80, 24, {"TERM_PROGRAM": "iTerm.app", "SSH_CONNECTION": "1 2 3 4"}),
    )
    count = 0
    # Of one story and level there is one alert: another for each terminal.
    for rings, (columns, lines, environ) in enumerate(kinds, 10):
        output = await asyncio.to_thread(toured, desk, 3, columns, lines, rings, **environ)
        _harmless(desk, output)
        count += len(output)
    record(1, "strange bytes on five kinds of terminal, the long tour", f"0 of {count:,}")


async def _told(desk: Home) -> bytes:
    filled = VERBS.replace("{past}", str(past(desk)))
    told = await asyncio.to_thread(verbs, desk, [line.split(" ") for line in filled.split("\n")])
    assert strays(told, bell=False) == []
    assert b"Traceback" not in told
    return told


def _harmless(desk: Home, output: bytes) -> None:
    assert len(strays(output, bell=False)) <= 1, "more than the alert has rung"
    assert not list(desk.folder.rglob("owned*"))
    assert not list(desk.state.glob("crash*"))
    assert strays((desk.state / "telex.log").read_bytes(), bell=False) == []
