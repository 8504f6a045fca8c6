"""tui.feeds.transport through fetch: where connections may lead, proxies, certificates."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from proxies import certificate, http_proxy, socks_proxy
from serving import Publisher, document, publishing, rss, status

from tui.feeds.fetch import Failure, FetchRequest, Limits, Response, Unchanged, fetch
from tui.feeds.resolver import Resolver
from tui.feeds.transport import Client, Way

LIMITS = Limits(seconds=10.0, max_bytes=100_000)
SPELLINGS = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "0",
    "0.0.0.0",  # noqa: S104
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "localhost.", "169.254.169.254", "10.0.0.1", "192.168.0.1", "100.64.0.1",
    "[fe80::1]", "[fc00::1]",
)  # fmt: skip
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl")


async def ask(request: FetchRequest, *addresses: str) -> Response | Unchanged | Failure:
    """Ask where every name has these addresses; without any, those that the system knows."""
    resolver = Resolver(lambda host, port: list(addresses)) if addresses else None
    async with Client("", 4, resolver) as http:
        return await fetch(http, request, LIMITS, 0)


def port_of(publisher: Publisher, host: str, path: str = "/feed") -> str:
    return f"http://{host}:{publisher.port}{path}"


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_a_redirect_to_a_private_address_is_refused_however_it_is_spelled(spelling: str) -> None:
    async with publishing() as home, publishing() as victim:
        home.paths["/feed"] = status(302, Location=port_of(victim, spelling, "/secret"))
        victim.paths["/secret"] = document(rss())
        answer = await ask(FetchRequest(home.url("/feed", "localhost")))
        assert len(home.asked) == 1
        assert victim.asked == []
    assert isinstance(answer, Failure)
    assert any(told in answer.reason for told in ("private address", "cannot be resolved", "cannot be asked"))


async def test_a_public_name_that_leads_to_a_private_address_is_refused_at_every_connection() -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1", "::ffff:127.0.0.1"]])
    async with publishing() as publisher, Client("", 4, Resolver(lambda h, p: next(answers))) as http:
        publisher.paths["/feed"] = document(rss())
        for address in ("127.0.0.1", "10.0.0.1"):
            answer = await fetch(http, FetchRequest(port_of(publisher, "news.example")), LIMITS, 0)
            assert answer == Failure(f"news.example leads to the private address {address}")
        assert publisher.asked == []


async def test_a_source_that_says_private_may_lead_there_under_its_own_name_alone() -> None:
    async with publishing() as publisher:
        publisher.paths |= {
            "/feed": document(rss()),
            "/away": status(302, Location=port_of(publisher, "other.example")),
        }
        request = FetchRequest(port_of(publisher, "news.example"), private=True)
        assert isinstance(await ask(request, "127.0.0.1"), Response)
        assert publisher.asked[0].headers["host"] == f"news.example:{publisher.port}"
        away = FetchRequest(port_of(publisher, "news.example", "/away"), private=True)
        told = "other.example leads to the private address 127.0.0.1"
        assert await ask(away, "127.0.0.1") == Failure(told, led_to="other.example")


async def test_a_host_of_ones_own_may_redirect_to_itself() -> None:
    async with publishing() as one, publishing() as other:
        one.paths["/feed"] = status(302, Location=other.url("/feed"))
        other.paths["/feed"] = document(rss())
        assert isinstance(await ask(FetchRequest(one.url("/feed"))), Response)


async def test_what_a_page_names_is_private_only_where_the_user_typed_it() -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(rss())
        found = FetchRequest(publisher.url("/feed"), home="https://site.example/")
        assert await ask(found) == Failure("it leads to the private address 127.0.0.1")
        assert publisher.asked == []


async def test_a_kept_private_connection_is_not_lent_to_a_stranger() -> None:
    async with publishing() as publisher, Client("", 4) as http:
        publisher.paths["/feed"] = document(rss())
        mine = FetchRequest(publisher.url("/feed"), keep=True)
        assert isinstance(await fetch(http, mine, LIMITS, 0), Response)
        theirs = FetchRequest(publisher.url("/feed"), home="https://site.example/", keep=True)
        assert isinstance(await fetch(http, theirs, LIMITS, 0), Failure)
        assert len(publisher.asked) == 1


async def test_an_address_that_is_dead_is_passed_over_for_the_next() -> None:
    async with publishing() as publisher:
        publisher.paths["/feed"] = document(rss())
        request = FetchRequest(port_of(publisher, "news.test"))
        assert isinstance(await ask(request, "::1", "127.0.0.9", "127.0.0.1"), Response)
        assert await ask(request, "127.0.0.9", "127.0.0.8") == Failure("news.test refused the connection")
        assert isinstance(await ask(request), Failure)


async def test_an_http_proxy_is_asked_for_whole_addresses_with_its_own_credentials() -> None:
    async with publishing() as publisher, http_proxy() as proxy:
        publisher.paths["/feed"] = document(rss())
        url = port_of(publisher, "news.example")
        way = Way(proxy=f"http://me:p%40ss@127.0.0.1:{proxy.port}")
        assert isinstance(await ask(FetchRequest(url, way=way)), Response)
    assert proxy.targets == [f"GET {url}"]
    assert proxy.credentials == ["Proxy-Authorization: Basic bWU6cEBzcw=="]


@needs_openssl
async def test_https_goes_through_a_tunnel_of_the_proxy(tmp_path: Path) -> None:
    own = certificate(tmp_path, "news.example")
    async with publishing(own.server()) as publisher, http_proxy() as proxy:
        publisher.paths["/feed"] = document(rss())
        way = Way(proxy=f"http://127.0.0.1:{proxy.port}", ca=str(own.file))
        request = FetchRequest(publisher.url("/feed", "news.example"), way=way)
        assert isinstance(await ask(request), Response)
    assert proxy.targets == [f"CONNECT news.example:{publisher.port}"]


async def test_a_socks_proxy_looks_names_up_itself() -> None:
    async with publishing() as publisher, socks_proxy() as proxy:
        publisher.paths["/feed"] = document(rss())
        way = Way(proxy=f"socks5://127.0.0.1:{proxy.port}")
        assert isinstance(await ask(FetchRequest(port_of(publisher, "news.example"), way=way)), Response)
    assert proxy.targets == [f"news.example:{publisher.port}"]


async def test_a_redirect_through_a_proxy_leads_to_no_private_name() -> None:
    async with publishing() as publisher, http_proxy() as proxy:
        publisher.paths["/feed"] = status(302, Location="http://127.0.0.1/secret")
        way = Way(proxy=f"http://127.0.0.1:{proxy.port}")
        answer = await ask(FetchRequest(port_of(publisher, "news.example"), way=way))
    assert answer == Failure("redirected to 127.0.0.1, which is no public host")
    assert len(proxy.targets) == 1


async def test_a_proxy_that_is_away_is_said_so_without_its_password() -> None:
    async with http_proxy() as proxy:
        way = Way(proxy=f"http://me:hunter2@127.0.0.1:{proxy.port}")
    answer = await ask(FetchRequest("http://news.example/", way=way))
    assert answer == Failure("the proxy 127.0.0.1 refused the connection", no_way=True)
    assert "hunter2" not in repr(way)


@needs_openssl
async def test_an_authority_of_ones_own_is_trusted_where_it_is_named_and_nowhere_else(tmp_path: Path) -> None:
    own = certificate(tmp_path, "localhost")
    async with publishing(own.server()) as publisher, Client("", 4) as http:
        publisher.paths["/feed"] = document(rss())
        url = publisher.url("/feed", "localhost")
        trusting = FetchRequest(url, way=Way(ca=str(own.file)))
        assert isinstance(await fetch(http, trusting, LIMITS, 0), Response)
        assert isinstance(await fetch(http, FetchRequest(url), LIMITS, 0), Failure)
        assert len(publisher.asked) == 1


@needs_openssl
async def test_a_certificate_is_shown_to_a_server_that_asks_for_it(tmp_path: Path) -> None:
    own, mine = certificate(tmp_path, "localhost"), certificate(tmp_path, "me")
    async with publishing(own.server(client=mine)) as publisher:
        publisher.paths["/feed"] = document(rss())
        url = publisher.url("/feed", "localhost")
        way = Way(ca=str(own.file), certificate=str(mine.file), key=str(mine.key))
        assert isinstance(await ask(FetchRequest(url, way=way)), Response)
        assert isinstance(await ask(FetchRequest(url, way=Way(ca=str(own.file)))), Failure)


async def test_a_certificate_that_cannot_be_used_names_its_file(tmp_path: Path) -> None:
    bad = tmp_path / "ca.pem"
    bad.write_text("no certificate")
    url = "https://localhost/"
    missing = tmp_path / "none.pem"
    for way, told in (
        (Way(ca=str(bad)), f"{bad} holds no certificate that can be used"),
        (Way(ca=str(missing)), f"{missing} cannot be read: No such file or directory"),
        (Way(certificate=str(bad)), f"{bad} holds no certificate that can be used"),
    ):
        assert await ask(FetchRequest(url, way=way)) == Failure(told)
