"""``telex add`` as a user meets it, on a site of this machine. Stands here beside its publisher."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from subprocess import CompletedProcess

import pytest
from serving import Publisher, document, item, publishing, rss, status
from telex_command import BAY, POST, Home
from terminals import Terminal

from tui.cache.database import connect, poller_lock
from tui.cache.sources import statuses
from tui.config import load
from tui.model import Source

FERRY = rss(item("a", "Ferry late"), item("b", "Dam unsafe"), title="The Gazette")
BRIDGES = rss(item("c", "Bridge up"), title="Bridges")
PAGE = (
    b"<html><link rel=alternate type=application/rss+xml href=/feed>"
    b"<link rel=alternate type=application/rss+xml href=/bridges></html>"
)


@pytest.fixture
async def site() -> AsyncIterator[Publisher]:
    """A page with two feeds."""
    async with publishing() as publisher:
        publisher.paths["/"] = document(PAGE, content_type="text/html")
        publisher.paths |= {"/feed": document(FERRY), "/bridges": document(BRIDGES)}
        yield publisher


async def telex(home: Home, *arguments: str) -> CompletedProcess[str]:
    return await asyncio.to_thread(home.telex, *arguments)


def subscribed(home: Home) -> list[str]:
    return [source.url for source in load(home.config).sources if source.url not in (POST, BAY)]


async def test_the_one_feed_of_an_address_is_added_and_its_newest_headlines_shown(
    home: Home, site: Publisher
) -> None:
    done = await telex(home, "add", site.url("/feed"), "--group", "Coast")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "added The Gazette; it is polled next",
        f"  {site.url('/feed')}",
        "  2 entries",
        "       Ferry late",
        "       Dam unsafe",
    ]
    assert load(home.config).sources[-1] == Source(site.url("/feed"), "", "Coast")
    connection = connect(home.cache / "telex.db")
    assert statuses(connection)[-1].url == site.url("/feed")
    connection.close()


async def test_several_feeds_are_listed_and_none_is_added(home: Home, site: Publisher) -> None:
    done = await telex(home, "add", site.url("/"))
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "1  The Gazette"
    assert lines[1].strip() == site.url("/feed")
    assert "2  Bridges" in lines
    assert "--pick N" in done.stderr
    assert subscribed(home) == []


async def test_one_of_several_is_picked_by_its_number(home: Home, site: Publisher) -> None:
    done = await telex(home, "add", site.url("/"), "--pick", "2")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "added Bridges; it is polled next")
    assert subscribed(home) == [site.url("/bridges")]


async def test_a_number_that_no_feed_has_adds_nothing(home: Home, site: Publisher) -> None:
    done = await telex(home, "add", site.url("/"), "--pick", "3")
    assert done.returncode == 1
    assert "there is no feed 3; 2 were found" in done.stderr
    assert subscribed(home) == []


@asynccontextmanager
async def asking(home: Home, url: str) -> AsyncIterator[Terminal]:
    """The command at a terminal, up to its question."""
    argv = [sys.executable, "-m", "tui", "add", url]
    with Terminal(argv, environ=home.environ(), cwd=home.folder) as terminal:
        await asyncio.to_thread(terminal.sees, "Which one? [1-2, Enter for none]")
        yield terminal


async def test_at_a_terminal_the_user_is_asked_which_feed(home: Home, site: Publisher) -> None:
    async with asking(home, site.url("/")) as terminal:
        assert "asking http://127.0.0.1" in terminal.text
        terminal.type("7\r2\r")
        assert await asyncio.to_thread(terminal.wait) == 0
        assert "added Bridges" in terminal.text
    assert subscribed(home) == [site.url("/bridges")]


async def test_at_a_terminal_the_user_may_choose_none(home: Home, site: Publisher) -> None:
    async with asking(home, site.url("/")) as terminal:
        terminal.type("\r")
        assert await asyncio.to_thread(terminal.wait) == 1
    assert subscribed(home) == []


async def test_where_there_is_no_feed_all_that_was_tried_is_said(home: Home, site: Publisher) -> None:
    site.paths.clear()
    done = await telex(home, "add", site.url("/news"))
    assert done.returncode == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines[0] == f"telex: no feed was found at {site.url('/news')}"
    assert lines[1] == f"  {site.url('/news')}: HTTP 404: not found"
    assert len(lines) == 1 + 7 + 1
    assert subscribed(home) == []


async def test_where_nobody_answers_adding_without_a_look_is_offered(home: Home) -> None:
    async with publishing() as gone:
        url = gone.url("/feed")
    done = await telex(home, "add", url)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"telex: nothing answers at {url}",
        f"  {url}: 127.0.0.1 refused the connection",
        "`telex add --no-check URL` adds it without looking",
    ]
    assert subscribed(home) == []
    assert (await telex(home, "add", "--no-check", url)).stdout == f"added {url}; it is polled next\n"
    assert subscribed(home) == [url]


def test_without_a_look_an_address_gets_https_and_nobody_is_asked(home: Home) -> None:
    assert home.telex("add", "--no-check", "echo.example/feed").returncode == 0
    assert subscribed(home) == ["https://echo.example/feed"]


async def test_a_feed_that_is_found_but_known_is_not_added_again(home: Home, site: Publisher) -> None:
    await telex(home, "add", site.url("/feed"))
    site.paths["/old"] = status(301, Location="/feed")
    before = home.config.read_bytes()
    done = await telex(home, "add", site.url("/old"))
    assert done.returncode == 1
    assert f"{site.url('/feed')} is in {home.config} already" in done.stderr
    assert home.config.read_bytes() == before


async def test_an_address_that_is_known_is_asked_of_nobody(home: Home, site: Publisher) -> None:
    await telex(home, "add", site.url("/feed"))
    asked = len(site.asked)
    done = await telex(home, "add", site.url("/feed"))
    assert done.returncode == 1
    assert len(site.asked) == asked


async def test_a_poller_at_work_is_no_hindrance(home: Home, site: Publisher) -> None:
    with poller_lock(home.cache / "poller.lock") as ours:
        assert ours
        assert (await telex(home, "add", site.url("/feed"))).returncode == 0
    assert subscribed(home) == [site.url("/feed")]


async def test_json_tells_what_was_found_and_what_was_added(home: Home, site: Publisher) -> None:
    several = await telex(home, "add", "--json", site.url("/"))
    assert several.returncode == 1
    found = json.loads(several.stdout)
    assert [feed["title"] for feed in found["found"]] == ["The Gazette", "Bridges"]
    assert found["added"] is None
    picked = json.loads((await telex(home, "add", "--json", "--pick", "1", site.url("/"))).stdout)
    assert picked["added"] == site.url("/feed")
    blind = json.loads((await telex(home, "add", "--json", "--no-check", "echo.example")).stdout)
    assert (blind["added"], blind["found"]) == ("https://echo.example", [])


async def test_hostile_titles_reach_no_terminal(home: Home, site: Publisher) -> None:
    site.paths["/feed"] = document(rss(item("a", "x&#27;]52;c;AAAA&#7;y"), title="T\x1b[2J"))
    done = await telex(home, "add", site.url("/feed"))
    assert done.returncode == 0
    assert not {"\x1b", "\x07"} & set(done.stdout + done.stderr)
