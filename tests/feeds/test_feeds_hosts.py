"""tui.feeds.hosts: one request at a time, with room between two, and peace for those who ask for it."""

from __future__ import annotations

import asyncio

import pytest

from tui.feeds.hosts import (
    HOURLY,
    KNOWN,
    Hosts,
    HostWaitsError,
    host_key,
    hourly_of,
    manner_of,
    spacing_of,
)

URL = "https://news.example/feed"
REDDIT = "https://www.reddit.com/r/news/.rss"


def hosts(
    spacing: float | None = 0.0,
    hourly: int | None = None,
    pauses: dict[str, float] | None = None,
    now: float = 100.0,
    patience: float = 30.0,
) -> Hosts:
    return Hosts(spacing, hourly, pauses or {}, lambda: now, patience)


async def most_at_once(made: Hosts, urls: list[str]) -> int:
    """How many of these were in their turn at the same time."""
    inside = most = 0

    async def one(url: str) -> None:
        nonlocal inside, most
        async with made.turn(url):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(one(url) for url in urls))
    return most


async def sent_away(made: Hosts, url: str = URL) -> HostWaitsError:
    with pytest.raises(HostWaitsError) as caught:
        async with made.turn(url):
            pass
    return caught.value


@pytest.mark.parametrize("spacing", [0.0, 0.001, None])
@pytest.mark.parametrize("host", ["http://127.0.0.1:8000/", "http://localhost/"])
async def test_a_host_gets_one_request_at_a_time_also_on_loopback(host: str, spacing: float | None) -> None:
    assert await most_at_once(hosts(spacing), [f"{host}{n}" for n in range(5)]) == 1


async def test_different_hosts_do_not_wait_for_each_other() -> None:
    assert await most_at_once(hosts(60.0), [f"https://{n}.example/" for n in range(5)]) == 5


async def test_requests_to_one_host_stand_apart() -> None:
    made, loop, ends = hosts(0.05), asyncio.get_running_loop(), []
    starts = []
    for _ in range(3):
        async with made.turn(URL):
            starts.append(loop.time())
        ends.append(loop.time())
    gaps = [start - end for start, end in zip(starts[1:], ends, strict=False)]
    assert all(gap >= 0.045 for gap in gaps)


async def test_turns_that_are_far_off_are_not_waited_for_but_told_one_after_the_other() -> None:
    made = hosts(60.0)
    async with made.turn(URL):
        pass
    away = [await sent_away(made) for _ in range(3)]
    assert str(away[0]) == "its host is asked once in 60 s"
    assert [round(each.until) for each in away] == [160, 220, 280]


async def test_a_host_is_asked_so_often_an_hour_and_no_more() -> None:
    made = hosts(0.0, hourly=3)
    assert await most_at_once(made, [URL] * 3) == 1
    away = await sent_away(made)
    assert str(away) == "its host was asked 3 times within the hour"
    assert round(away.until) == 3_700
    async with made.turn("https://other.example/"):
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "127.9.8.7"])
def test_loopback_needs_no_spacing_and_has_no_ceiling_unless_they_are_set(host: str) -> None:
    url = f"http://{host}:1/"
    assert (spacing_of(url, None), spacing_of(url, 5.0)) == (0.0, 5.0)
    assert (hourly_of(url, None), hourly_of(url, 9)) == (None, 9)


def test_any_other_host_has_a_second_and_so_many_an_hour() -> None:
    assert (spacing_of(URL, None), spacing_of(URL, 5.0)) == (1.0, 5.0)
    assert (hourly_of(URL, None), hourly_of(URL, 60)) == (HOURLY, 60)


def test_a_host_is_a_name_whatever_its_scheme_with_an_unusual_port() -> None:
    urls = ("https://a.example/x", "http://A.example/", "http://a.example:443/", "http://[::1]:8080/")
    assert [host_key(url) for url in urls] == ["a.example", "a.example", "a.example", "::1:8080"]


def test_known_hosts_have_manners_of_their_own_and_a_reason_for_each() -> None:
    assert spacing_of(REDDIT, 0.0) == 60.0
    assert spacing_of("https://notreddit.com/", None) == 1.0
    assert host_key("https://old.reddit.com/") == host_key(REDDIT)
    assert 403 in manner_of(REDDIT).busy
    assert manner_of("https://api.openrss.org/feed").uncapped
    assert manner_of("https://rachelbythebay.com/w/atom.xml").least == 3_600
    assert all(known.why for known in KNOWN)


async def test_a_paused_host_is_left_alone_until_then() -> None:
    made = hosts(now=150.0)
    made.pause(URL, 200.0)
    away = await sent_away(made, "https://news.example/other")
    assert (str(away), away.until) == ("its host asked for that", 200.0)
    assert await most_at_once(made, ["https://news.example:8443/"]) == 1
    assert await most_at_once(hosts(pauses=made.pauses, now=200.0), [URL]) == 1


async def test_a_pause_that_comes_while_others_wait_their_turn_holds_for_them_too() -> None:
    made = hosts()
    async with made.turn(URL):
        waiting = asyncio.create_task(sent_away(made))
        await asyncio.sleep(0)
        made.pause(URL, 300.0)
    assert (await waiting).until == 300.0


def test_a_shorter_pause_does_not_end_a_longer_one_and_old_ones_are_forgotten() -> None:
    made = hosts(pauses={"gone.example": 50.0})
    made.pause(URL, 500.0)
    made.pause(URL, 200.0)
    assert made.pauses == {"news.example": 500.0}


def test_a_host_of_several_sources_is_known_as_such() -> None:
    made = hosts()
    assert made.know([URL, "http://news.example/2", "https://other.example/"]) == 2
    assert (made.shared(URL), made.shared("https://other.example/")) == (True, False)
