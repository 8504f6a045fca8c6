"""tui.feeds.hosts: peace for the hosts."""

from __future__ import annotations

import asyncio

import pytest

from tui.feeds.hosts import Hosts, host_key, spacing_of

URL = "https://news.example/a"


async def most_at_once(hosts: Hosts, urls: list[str]) -> int:
    """How many of these were in their turn at the same time."""
    inside = most = 0

    async def one(url: str) -> None:
        nonlocal inside, most
        async with hosts.turn(url):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(one(url) for url in urls))
    return most


async def test_a_host_gets_one_request_at_a_time() -> None:
    assert await most_at_once(Hosts(0.001, {}), [f"{URL}{n}" for n in range(5)]) == 1


async def test_different_hosts_do_not_wait_for_each_other() -> None:
    assert await most_at_once(Hosts(60.0, {}), [f"https://{n}.example/" for n in range(5)]) == 5


async def test_loopback_is_bounded_by_concurrency_alone_unless_a_spacing_is_set() -> None:
    urls = [f"http://127.0.0.1:8000/{n}" for n in range(5)]
    assert await most_at_once(Hosts(None, {}), urls) == 5
    assert await most_at_once(Hosts(0.001, {}), urls) == 1


async def test_requests_to_one_host_stand_apart() -> None:
    hosts, loop, ends = Hosts(0.05, {}), asyncio.get_running_loop(), []
    starts = []
    for _ in range(3):
        async with hosts.turn(URL):
            starts.append(loop.time())
        ends.append(loop.time())
    gaps = [start - end for start, end in zip(starts[1:], ends, strict=False)]
    assert all(gap >= 0.045 for gap in gaps)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "127.9.8.7"])
def test_loopback_needs_no_spacing(host: str) -> None:
    assert spacing_of(f"http://{host}:1/", None) == 0.0


def test_any_other_host_has_a_second_unless_configured() -> None:
    assert (spacing_of(URL, None), spacing_of(URL, 5.0), spacing_of("http://127.0.0.1/", 5.0)) == (
        1.0,
        5.0,
        5.0,
    )


def test_a_host_is_a_name_with_its_port() -> None:
    urls = ("https://a.example/x", "http://A.example/", "http://[::1]:8080/")
    assert [host_key(url) for url in urls] == ["a.example:443", "a.example:80", "::1:8080"]


def test_a_paused_host_is_left_alone_until_then() -> None:
    hosts = Hosts(None, {})
    hosts.pause(URL, 200.0, now=100.0)
    assert hosts.paused_until("https://news.example/other", 150.0) == 200.0
    assert hosts.paused_until(URL, 200.0) is None
    assert hosts.paused_until("https://news.example:8443/", 150.0) is None


def test_a_shorter_pause_does_not_end_a_longer_one_and_old_ones_are_forgotten() -> None:
    hosts = Hosts(None, {"gone.example:443": 50.0})
    hosts.pause(URL, 500.0, now=100.0)
    hosts.pause(URL, 200.0, now=100.0)
    assert hosts.pauses == {"news.example:443": 500.0}
